import { createHash } from 'node:crypto';
import { Field, ID, ObjectType } from '@nestjs/graphql';
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

  @Field(() => ID, {
    description:
      'The same for the same scope, whatever the age asked for, so that a client with a cache keeps the figures of one scope apart from those of another. Not to be used with node.',
  })
  get id(): string {
    const { servers, products, tags } = this.scope;
    const scope = JSON.stringify([
      sorted(servers),
      sorted(products),
      sorted(tags?.map(({ key, value }) => `${key}=${value}`)),
    ]);
    return `report:${createHash('sha256').update(scope).digest('base64url').slice(0, 22)}`;
  }
}

function sorted(words: readonly string[] | undefined): readonly string[] | null {
  return words === undefined ? null : [...new Set(words)].sort();
}
