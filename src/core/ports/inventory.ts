import type { PolicyRecord, RetryPlan, Schedule } from '../model/policy.js';
import type { Immutability, RepositoryRecord } from '../model/repository.js';
import type { CallScope } from './call-scope.js';
import type { Listing } from './listing.js';

/** Policies and repositories of one server: whole lists by the cheapest plan, whatever their length. */
export interface InventoryPort {
  policies(scope: CallScope): Promise<Listing<PolicyRecord>>;
  repositories(scope: CallScope): Promise<Listing<RepositoryRecord>>;
  /**
   * Schedules by native policy id, for products whose policy list leaves `schedule` undefined. A fixed number of calls.
   */
  schedules?(scope: CallScope): Promise<ReadonlyMap<string, Schedule>>;
  /**
   * Retry plans by native policy id, for products that do not always link a retry to its run. Policies whose plan the product does not
   * tell are absent. A fixed number of calls.
   */
  retryPlans?(scope: CallScope): Promise<ReadonlyMap<string, RetryPlan>>;
  /**
   * Native ids of repositories by native id of those policies whose list leaves `repositoryIds` undefined. A fixed number of
   * calls.
   */
  targets?(
    policies: readonly PolicyRecord[],
    scope: CallScope,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The zone of the server's clock, in which its schedules are meant: an IANA name, or "UTC+2". null: the server does not tell. */
  timeZone?(scope: CallScope): Promise<string | null>;
  /** Takes note of policies that another replica of the gateway has read. */
  adopt?(policies: Listing<PolicyRecord>): void;
  /** Immutability by native repository id, for products whose list leaves it undefined. A fixed number of calls. */
  immutability?(scope: CallScope): Promise<ReadonlyMap<string, Immutability>>;
}
