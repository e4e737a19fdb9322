import { Global, Module } from '@nestjs/common';
import { AnswerCache } from './answer-cache.js';

/** The answers kept by this process, for GraphQL to fill and for the edge to give. */
@Global()
@Module({
  providers: [{ provide: AnswerCache, useFactory: () => new AnswerCache() }],
  exports: [AnswerCache],
})
export class AnswerCacheModule {}
