import { Field, ObjectType } from '@nestjs/graphql';
import type { FailureCause, FailureClass } from '../../core/model/failure-cause.js';
import { FailureClassEnum } from './session.enums.js';

/** What usually helps; null: there is no such advice. */
const ADVICE: Readonly<Record<FailureClass, string | null>> = {
  CREDENTIALS:
    'Check the account that the job works with: its password, whether it is locked or expired, and its rights on the object.',
  NETWORK:
    'Check that the host is switched on and reachable from the backup server and its proxies: name resolution, firewall, ports.',
  SPACE: 'Free room where it was missing, add capacity, or keep backups for a shorter time.',
  OBJECT_LOCKED: 'See what else uses the object, such as another job, and let them run at different times.',
  OBJECT_MISSING: 'Take the object out of the job, or select it anew where it was moved or renamed.',
  LICENCE: "Check the product's licence: how long it is valid, and how many objects it covers.",
  SNAPSHOT:
    'Check the snapshots of the object: room on its storage, left-over snapshots, and the VSS writers inside a Windows machine.',
  TIMEOUT: 'Start it again when there is less load; where it comes back, look for what is slow or hangs.',
  CANCELLED: 'Nothing to mend where somebody stopped it on purpose: start it again.',
  OTHER: null,
  NOT_TOLD: null,
};

@ObjectType('FailureCause', {
  description:
    'Why something failed, read from what the product says of it: English, German, French, Spanish, Italian, Portuguese, Japanese and Chinese texts are recognised by their words.',
})
export class FailureCauseType {
  constructor(private readonly cause: FailureCause) {}

  @Field(() => FailureClassEnum, { description: 'The class of cause.' })
  get class(): FailureClass {
    return this.cause.class;
  }

  @Field(() => String, {
    nullable: true,
    description: "The line it was read from, in the product's words. null: nothing is said.",
  })
  get line(): string | null {
    return this.cause.line;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What usually helps, in English. null: nothing that holds for all of them.',
  })
  get helps(): string | null {
    return ADVICE[this.cause.class];
  }
}
