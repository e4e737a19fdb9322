import { Field, ObjectType } from '@nestjs/graphql';
import type { UserError } from '../../core/errors/refusal.js';
import { PolicyType } from '../policies/policy.type.js';
import { RepositoryType } from '../repositories/repository.type.js';
import { SessionType } from '../sessions/session.type.js';
import { UserErrorType } from './user-error.type.js';

/** What the answer to every change has. */
@ObjectType({ isAbstract: true })
export abstract class ChangePayload {
  @Field(() => [UserErrorType], {
    description: 'Why it was not done, or not in full. Empty: it was done or accepted.',
  })
  readonly userErrors!: readonly UserError[];
}

@ObjectType('PolicyActionPayload', { description: 'What came of acting on a policy.' })
export class PolicyActionPayload extends ChangePayload {
  @Field(() => PolicyType, {
    nullable: true,
    description: 'The policy as it is now. null: there is no such policy.',
  })
  readonly policy!: PolicyType | null | Promise<PolicyType | null>;

  @Field(() => SessionType, {
    nullable: true,
    description:
      'The session that carries the work out; follow it by `node` or `sessionUpdated`. null: there is none.',
  })
  readonly session!: SessionType | null;
}

@ObjectType('RepositoryActionPayload', { description: 'What came of acting on a repository.' })
export class RepositoryActionPayload extends ChangePayload {
  @Field(() => RepositoryType, {
    nullable: true,
    description:
      'The repository as it is now. null: there is no such repository (yet, while `session` creates it).',
  })
  readonly repository!: RepositoryType | null | Promise<RepositoryType | null>;

  @Field(() => SessionType, {
    nullable: true,
    description:
      'The session that carries the work out; follow it by `node` or `sessionUpdated`. null: there is none.',
  })
  readonly session!: SessionType | null;
}

@ObjectType('RescanRepositoriesPayload', { description: 'What came of rescanning repositories.' })
export class RescanRepositoriesPayload extends ChangePayload {
  @Field(() => [SessionType], {
    description:
      'The sessions that carry it out; one may serve several repositories. None of VB_M365, which does it without a session of ours: see `synchronization` of VbM365Repository.',
  })
  readonly sessions!: readonly SessionType[];
}
