import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { PolicyRecord, Schedule } from '../../../core/model/policy.js';
import type { Immutability, RepositoryRecord } from '../../../core/model/repository.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { InventoryPort } from '../../../core/ports/inventory.js';
import { listing } from '../../../core/ports/listing.js';
import type { Listing } from '../../../core/ports/listing.js';
import type { Rows, VbrClient } from '../client.js';
import { combineImmutability, toImmutability } from '../mappers/immutability.js';
import { toPolicy, toStatelessPolicy } from '../mappers/policy.js';
import { toSchedule } from '../mappers/schedule.js';
import type { JobRow } from '../wire/job.js';
import type { RepositoryRow } from '../wire/repository.js';
import type { ScaleOutRepositoryRow } from '../wire/scale-out-repository.js';
import { OperationMemory } from './operation-memory.js';
import { joinRepositories } from './repository-join.js';

/** Jobs and repositories of one server. */
export class VbrInventory implements InventoryPort {
  private readonly jobs: OperationMemory<Rows<JobRow>>;
  private readonly details: OperationMemory<Rows<RepositoryRow>>;
  private readonly scaleOuts: OperationMemory<Rows<ScaleOutRepositoryRow>>;

  constructor(
    private readonly client: VbrClient,
    private readonly server: string,
  ) {
    this.jobs = new OperationMemory((scope) => client.jobs(scope));
    this.details = new OperationMemory((scope) => client.repositories(scope));
    this.scaleOuts = new OperationMemory((scope) => client.scaleOutRepositories(scope));
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
    try {
      const { rows, unreadable, truncated, zone } = await this.client.jobStates(scope);
      const policies = rows.map((row) => toPolicy(row, this.server, zone));
      return listing(onePerId(policies), unreadable, truncated);
    } catch (error) {
      if (!isServerError(error)) throw error;
      return this.statelessPolicies(scope, error);
    }
  }

  async repositories(scope: CallScope): Promise<Listing<RepositoryRecord>> {
    const [states, scaleOuts] = await Promise.all([
      this.client.repositoryStates(scope),
      this.scaleOuts.get(scope),
    ]);
    return listing(
      onePerId(joinRepositories(states.rows, scaleOuts.rows, this.server)),
      states.unreadable + scaleOuts.unreadable,
      states.truncated || scaleOuts.truncated,
    );
  }

  async schedules(scope: CallScope): Promise<ReadonlyMap<string, Schedule>> {
    const { rows } = await this.jobRows(scope);
    return new Map(
      rows.flatMap(({ id, schedule }) => (schedule ? [[id, toSchedule(schedule)] as const] : [])),
    );
  }

  async immutability(scope: CallScope): Promise<ReadonlyMap<string, Immutability>> {
    const [{ rows }, scaleOuts] = await Promise.all([this.repositoryRows(scope), this.scaleOuts.get(scope)]);
    const byId = new Map(rows.map((row) => [row.id, toImmutability(row)]));
    for (const { id, performanceExtents } of scaleOuts.rows)
      byId.set(id, combineImmutability(performanceExtents.map((extent) => byId.get(extent.id))));
    return byId;
  }

  /**
   * An older revision asked of a newer server fails as a whole where the list has a word that revision lacks. The full list of
   * jobs has no such field; what ran last is then for the sessions to tell.
   */
  private async statelessPolicies(scope: CallScope, original: SourceFailure): Promise<Listing<PolicyRecord>> {
    try {
      const { rows, unreadable, truncated } = await this.jobRows(scope);
      const policies = rows.map((row) => toStatelessPolicy(row, this.server));
      return listing(onePerId(policies), unreadable, truncated);
    } catch {
      throw original;
    }
  }
}

function isServerError(error: unknown): error is SourceFailure {
  return error instanceof SourceFailure && error.upstreamStatus === 500;
}

/** Lists may repeat a row when they change while they are walked. */
function onePerId<T extends { readonly nativeId: string }>(records: readonly T[]): readonly T[] {
  return [...new Map(records.map((record) => [record.nativeId, record])).values()];
}
