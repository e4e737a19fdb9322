import { Global, Module } from '@nestjs/common';
import { KeptAnswers } from './kept-answers.js';

/** The answers kept by this process, for GraphQL to fill and for the edge to give. */
@Global()
@Module({
  providers: [{ provide: KeptAnswers, useFactory: () => new KeptAnswers() }],
  exports: [KeptAnswers],
})
export class KeptAnswersModule {}
