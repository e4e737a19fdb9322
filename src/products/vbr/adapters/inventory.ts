import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { PolicyRecord, RetryPlan, Schedule } from '../../../core/model/policy.js';
import type { Immutability, RepositoryRecord } from '../../../core/model/repository.js';
import type { CallScope, CallTally } from '../../../core/ports/call-scope.js';
import type { InventoryPort } from '../../../core/ports/inventory.js';
import type { ListPart, PartPage } from '../../../core/ports/list-parts.js';
import { readIfThere, readPart, readParts } from '../../../core/ports/list-parts.js';
import { unlessLost, listing, missingPart, withShortfallOf } from '../../../core/ports/listing.js';
import type { Listing } from '../../../core/ports/listing.js';
import type { Rows, VbrClient } from '../client.js';
import { combineImmutability, toImmutability } from '../mappers/immutability.js';
import { toPolicy, toStatelessPolicy } from '../mappers/policy.js';
import { toRetryPlans } from '../mappers/retry-plan.js';
import { toSchedule } from '../mappers/schedule.js';
import { VBR_SCALE_OUT_REPOSITORY } from '../model.js';
import type { JobRow } from '../wire/job.js';
import type { RepositoryRow } from '../wire/repository.js';
import type { RepositoryStateRow } from '../wire/repository-state.js';
import type { ScaleOutRepositoryRow } from '../wire/scale-out-repository.js';
import { joinRepositories } from './repository-join.js';

const REPOSITORY_STATES = 'backupInfrastructure/repositories/states';

/** Jobs and repositories of one server. */
export class VbrInventory implements InventoryPort {
  private readonly jobs: OperationMemory<Rows<JobRow>>;
  private readonly details: OperationMemory<Rows<RepositoryRow>>;
  private readonly scaleOuts: OperationMemory<Listing<ScaleOutRepositoryRow>>;

  constructor(
    private readonly client: VbrClient,
    private readonly server: string,
  ) {
    this.jobs = new OperationMemory((scope) => client.jobs(scope));
    this.details = new OperationMemory((scope) => client.repositories(scope));
    this.scaleOuts = new OperationMemory((scope) => readPart(this.scaleOutPart(), scope));
  }

  /** The full list of jobs: heavy, so it is read once per operation and only when something of it is wanted. */
  jobRows(scope: CallScope): Promise<Rows<JobRow>> {
    return this.jobs.get(scope);
  }

  /** The full list of repositories, read once per operation. */
  repositoryRows(scope: CallScope): Promise<Rows<RepositoryRow>> {
    return this.details.get(scope);
  }

  /** One repository in full: from the list where the operation reads it anyway, else by its id. null: there is none. */
  async repositoryRow(nativeId: string, scope: CallScope): Promise<RepositoryRow | null> {
    const listed = this.details.known(scope);
    const { rows } = (await listed) ?? (await this.client.repository(nativeId, scope));
    return rows.find(({ id }) => id === nativeId) ?? null;
  }

  async policies(scope: CallScope): Promise<Listing<PolicyRecord>> {
    const states = await readIfThere(this.jobStatePart(), scope);
    const [failed] = states.missing;
    if (failed === undefined) return states;
    const others =
      failed.upstreamStatus === 500 ? await readIfThere(this.jobPart(), scope) : listing<PolicyRecord>([]);
    return unlessLost(withShortfallOf(onePerId([...others.items, ...states.items]), [states, others]));
  }

  async repositories(scope: CallScope): Promise<Listing<RepositoryRecord>> {
    const [states, scaleOuts] = await readParts(
      [this.statePart(), this.sharedScaleOutPart()] as const,
      scope,
    );
    const { repositories, lostExtents } = joinRepositories(states.items, scaleOuts.items, this.server);
    const read = withShortfallOf(onePerId(repositories), [states, scaleOuts]);
    if (lostExtents.length === 0 || read.missing.length > 0) return read;
    return { ...read, missing: [missingPart(REPOSITORY_STATES, unlisted(lostExtents))] };
  }

  async schedules(scope: CallScope): Promise<ReadonlyMap<string, Schedule>> {
    const { rows } = await this.jobRows(scope);
    return new Map(
      rows.flatMap(({ id, schedule }) => (schedule ? [[id, toSchedule(schedule)] as const] : [])),
    );
  }

  timeZone(scope: CallScope): Promise<string | null> {
    return this.client.timeZone(scope);
  }

  async retryPlans(scope: CallScope): Promise<ReadonlyMap<string, RetryPlan>> {
    return toRetryPlans((await this.jobRows(scope)).rows);
  }

  async immutability(scope: CallScope): Promise<ReadonlyMap<string, Immutability>> {
    const [rows, scaleOuts] = await readParts([this.detailPart(), this.sharedScaleOutPart()] as const, scope);
    const byId = new Map(rows.items.map((row) => [row.id, toImmutability(row)]));
    for (const { id, performanceExtents } of scaleOuts.items)
      byId.set(id, combineImmutability(performanceExtents.map((extent) => byId.get(extent.id))));
    return byId;
  }

  private jobStatePart(): ListPart<PolicyRecord> {
    return {
      list: 'jobs/states',
      pages: (scope) =>
        pagesOf(this.client.jobStates(scope), (row, { zone }) => toPolicy(row, this.server, zone)),
    };
  }

  /**
   * An older revision asked of a newer server fails as a whole where the list of states has a word that revision lacks. The full list of
   * jobs has no such field, but not every job either; what ran last is then for the sessions to tell.
   */
  private jobPart(): ListPart<PolicyRecord> {
    return {
      list: 'jobs',
      pages: (scope) => pagesOf(single(this.jobRows(scope)), (row) => toStatelessPolicy(row, this.server)),
    };
  }

  private statePart(): ListPart<RepositoryStateRow> {
    return {
      list: REPOSITORY_STATES,
      pages: (scope) => pagesOf(this.client.repositoryStates(scope), itself),
    };
  }

  private detailPart(): ListPart<RepositoryRow> {
    return {
      list: 'backupInfrastructure/repositories',
      pages: (scope) => pagesOf(single(this.repositoryRows(scope)), itself),
    };
  }

  private scaleOutPart(): ListPart<ScaleOutRepositoryRow> {
    return {
      list: 'backupInfrastructure/scaleOutRepositories',
      types: [VBR_SCALE_OUT_REPOSITORY],
      pages: (scope) => pagesOf(this.client.scaleOutRepositories(scope), itself),
    };
  }

  /** The same, read once per operation. */
  private sharedScaleOutPart(): ListPart<ScaleOutRepositoryRow> {
    const { list, types } = this.scaleOutPart();
    return { list, ...(types && { types }), pages: (scope) => single(this.scaleOuts.get(scope)) };
  }
}

function unlisted(ids: readonly string[]): SourceFailure {
  const named = ids.slice(0, 5).join(', ') + (ids.length > 5 ? ', …' : '');
  return new SourceFailure(
    'BAD_RESPONSE',
    `the server does not list ${ids.length === 1 ? 'an extent' : `${ids.length} extents`} that scale-out repositories name (${named})`,
  );
}

/** Lists may repeat a row when they change while they are walked. */
export function onePerId<T extends { readonly nativeId: string }>(records: readonly T[]): readonly T[] {
  return [...new Map(records.map((record) => [record.nativeId, record])).values()];
}

/** The pages of a list with what is made of their rows. */
export async function* pagesOf<Row, T>(
  pages: AsyncIterable<Rows<Row>>,
  make: (row: Row, page: Rows<Row>) => T,
): AsyncGenerator<PartPage<T>> {
  for await (const page of pages) {
    const { rows, unreadable, truncated } = page;
    yield { items: rows.map((row) => make(row, page)), unreadable, truncated };
  }
}

function itself<T>(row: T): T {
  return row;
}

/** A list that is read as a whole. */
async function* single<T>(reading: Promise<T>): AsyncGenerator<T> {
  yield await reading;
}

/** Loads a list once per operation, however many parts of the answer need it: operations are told apart by their tally. */
export class OperationMemory<T> {
  private readonly loads = new WeakMap<CallTally, Promise<T>>();

  constructor(private readonly load: (scope: CallScope) => Promise<T>) {}

  /** What is loaded or being loaded for this operation; undefined: nothing. */
  known(scope: CallScope): Promise<T> | undefined {
    return this.loads.get(scope.tally);
  }

  get(scope: CallScope): Promise<T> {
    const known = this.loads.get(scope.tally);
    if (known !== undefined) return known;
    const loading = this.load(scope);
    this.loads.set(scope.tally, loading);
    // A failure is not remembered: whoever asks next tries again.
    loading.catch(() => this.loads.delete(scope.tally));
    return loading;
  }
}
