import { Field, Int, ObjectType } from '@nestjs/graphql';
import { SessionType } from '../../../schema/sessions/session.type.js';
import type { VbrProgress, VbrSessionRecord } from '../model.js';
import { VBR_SESSION } from '../model.js';
import { VbrProgressType } from './progress.type.js';

@ObjectType('VbrSession', {
  implements: () => [SessionType],
  description:
    'A session of Veeam Backup & Replication (GET /sessions): a run of a job, or work of the server itself.',
})
export class VbrSession extends SessionType<VbrSessionRecord> {
  @Field(() => String, {
    nullable: true,
    description:
      "The product's own state word (state): Starting, Working, WaitingSlot, Postprocessing, Stopped … null: not told.",
  })
  get nativeState(): string | null {
    return this.record.native.state;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for the platform it worked on (platformName): VMware, HyperV … null: not told.",
  })
  get platform(): string | null {
    return this.record.native.platform;
  }

  @Field(() => VbrSession, {
    nullable: true,
    description:
      'The session that this one is a part of (parentSessionId). One upstream call each. null: none.',
  })
  get parentSession(): Promise<SessionType | null> {
    return this.other(this.record.native.parentSessionId);
  }

  @Field(() => VbrSession, {
    nullable: true,
    description:
      'A session that this one brought about (relatedSessionId). One upstream call each. null: none, or revision before 1.3-rev1.',
  })
  get relatedSession(): Promise<SessionType | null> {
    return this.other(this.record.native.relatedSessionId);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what was backed up (algorithm): Full, Increment, None. null: revision before 1.3-rev2.",
  })
  get algorithm(): string | null {
    return this.record.native.algorithm;
  }

  @Field(() => VbrProgressType, {
    nullable: true,
    description:
      'What it moved, and how fast (progress). null: revision before 1.3-rev2, or nothing to tell.',
  })
  get progress(): VbrProgress | null {
    return this.record.native.progress;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      'Which retry within its run it is (retryInfo.retryNumber); the first attempt has none or 0. null: no retry, or revision before 1.3-rev2.',
  })
  get retryNumber(): number | null {
    return this.record.native.retryNumber;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a health check caused the retry rather than a failed run (retryInfo.isRecheckRetry). null: no retry, or revision before 1.3-rev2.',
  })
  get healthCheckRetry(): boolean | null {
    return this.record.native.healthCheckRetry;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the backup it worked on, read from resourceReference. null: not told.",
  })
  get backupId(): string | null {
    return this.record.native.backupId;
  }

  private async other(id: string | null): Promise<SessionType | null> {
    if (id === null) return null;
    const session = await this.reader.session(VBR_SESSION, id);
    return session && this.operation.session(session);
  }
}
