import { ObjectType } from '@nestjs/graphql';
import type { ServerScope } from '../../core/federation/fleet.js';
import type { Operation } from '../shared/operation.js';

@ObjectType('Report', {
  description: 'Figures over all servers of the scope; each report is computed only when selected.',
})
export class ReportType {
  constructor(
    readonly scope: ServerScope,
    readonly operation: Operation,
  ) {}
}
