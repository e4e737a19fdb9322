import { InputType } from '@nestjs/graphql';
import { ServerScopeFilter } from '../shared/server-scope.input.js';

@InputType('ReportScope', { description: 'Which servers; every given condition must hold.' })
export class ReportScope extends ServerScopeFilter {}
