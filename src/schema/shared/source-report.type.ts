import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { Page } from '../../core/federation/page.js';
import type { SourceOutcome, SourceStatus } from '../../core/federation/source-outcome.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { Operation } from './operation.js';
import { SourceErrorType, toSourceError } from './source-error.type.js';

const SourceStatusEnum = describedEnum<SourceStatus>(
  'SourceStatus',
  "How a server's part of an answer came about.",
  {
    OK: 'It answered in full.',
    STALE: 'It failed or was slow; an older answer of it is used, see `fetchedAt`.',
    TRUNCATED: 'It answered, but not everything: a cap was hit or rows could not be read, see `error`.',
    FAILED: 'It gave nothing, or broke off on the way; rows of it are missing, see `error`.',
  },
);

/** How one source fared, with where to find its count. */
@ObjectType('SourceReport', { description: 'One server as a contributor to one answer.' })
export class SourceReportType {
  constructor(
    private readonly outcome: SourceOutcome,
    private readonly operation: Operation,
    private readonly countOf: () => number | null | Promise<number | null> = () => outcome.count,
  ) {}

  @Field(() => BackupServerType, { description: 'The server that was asked.' })
  get server(): BackupServerType {
    return this.operation.server(this.operation.fleet.of({ server: this.outcome.member.server.key }));
  }

  @Field(() => SourceStatusEnum, { description: 'What came of asking it.' })
  get status(): SourceStatus {
    return this.outcome.status;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the data used here was read from the server (the gateway's clock). null: none was.",
  })
  get fetchedAt(): number | null {
    return this.outcome.fetchedAt;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'How long its part took, in milliseconds. null: it gave nothing.',
  })
  get latencyMs(): number | null {
    if (this.outcome.latency !== 0) this.noteOwnEffort();
    return this.outcome.latency;
  }

  @Field(() => Int, {
    description:
      'Requests sent to this server for this operation up to the moment the list was ready, without sign-in; 0 when all came from memory.',
  })
  get upstreamCalls(): number {
    if (this.outcome.upstreamCalls !== 0) this.noteOwnEffort();
    return this.outcome.upstreamCalls;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'How many rows it contributes to the whole filtered list, on all pages. null: not known.',
  })
  get count(): number | null | Promise<number | null> {
    return this.countOf();
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Sessions: since when none is missing of those that the gateway keeps of this server; older ones were read from the server. null: all were read from the server for this answer, or it is no answer about sessions.',
  })
  get coveredFrom(): number | null {
    return this.outcome.coveredFrom ?? null;
  }

  @Field(() => SourceErrorType, { nullable: true, description: 'What went wrong. null: nothing did.' })
  get error(): SourceErrorType | null {
    return toSourceError(this.outcome.failure);
  }

  /** What this very answer took is not true of another one. */
  private noteOwnEffort(): void {
    this.operation.fleet.provenance.live();
  }
}

/** The report of a paged list's source, whose count may take a further call. */
export function countedReport(
  outcome: SourceOutcome,
  page: Page<unknown>,
  operation: Operation,
): SourceReportType {
  return new SourceReportType(outcome, operation, async () => {
    const counted = await page.counts();
    return counted.find(({ member }) => member === outcome.member)?.count ?? null;
  });
}
