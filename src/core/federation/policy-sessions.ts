import DataLoader from 'dataloader';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder } from '../ports/activity.js';
import type { Page, PageRequest } from './page.js';
import type { ServerReader } from './server-reader.js';
import { sessionComparator, sessionPosition } from './session-criteria.js';
import { listSessions, sessionCursors } from './session-list.js';

/** One page of one policy's sessions. */
export interface PolicySessionsRequest {
  /** Without policies: the policy is given apart. */
  readonly criteria: SessionCriteria;
  readonly order: SessionOrder;
  readonly page: PageRequest;
}

/** From so many policies on, one walk over the server's sessions replaces a call for each. */
const WALK_FROM = 4;

/** Sessions of policies of one server; the policies of one list are served by one walk where their window is bounded. */
export class PolicySessions {
  private readonly loaders = new Map<string, DataLoader<PolicyRecord, Page<SessionRecord>>>();

  constructor(private readonly reader: ServerReader) {}

  list(policy: PolicyRecord, request: PolicySessionsRequest): Promise<Page<SessionRecord>> {
    const key = JSON.stringify(request);
    let loader = this.loaders.get(key);
    if (loader === undefined) {
      loader = new DataLoader((policies) => this.load(policies, request));
      this.loaders.set(key, loader);
    }
    return loader.load(policy);
  }

  private async load(
    policies: readonly PolicyRecord[],
    request: PolicySessionsRequest,
  ): Promise<Page<SessionRecord>[]> {
    const bounded = request.criteria.startedAfter !== undefined && request.page.after === undefined;
    if (policies.length >= WALK_FROM && bounded) return this.walk(policies, request);
    return Promise.all(policies.map((policy) => this.single(policy, request)));
  }

  private single(
    policy: PolicyRecord,
    { criteria, order, page }: PolicySessionsRequest,
  ): Promise<Page<SessionRecord>> {
    const part = { reader: this.reader, criteria: { ...criteria, policies: [policy] } };
    return listSessions({ parts: [part], order, page });
  }

  /** One walk over the window; keeps of each policy no more than a page. */
  private async walk(
    policies: readonly PolicyRecord[],
    { criteria, order, page }: PolicySessionsRequest,
  ): Promise<Page<SessionRecord>[]> {
    const shelves = new Map(policies.map((policy) => [policy.nativeId, new Shelf(order, page.first + 1)]));
    const outcome = await this.reader.scanner.scan({
      criteria,
      needsPolicies: true,
      visit: (session) => shelves.get(session.policyId ?? '')?.put(session),
    });
    const codec = sessionCursors(order);
    return policies.map((policy) => {
      const shelf = shelves.get(policy.nativeId) ?? new Shelf(order, 0);
      const rows = shelf.sorted();
      const outcomes = [{ ...outcome, count: outcome.count === null ? null : shelf.count }];
      return {
        rows: rows
          .slice(0, page.first)
          .map((record) => ({ record, cursor: codec.encode(sessionPosition(record, order)) })),
        hasNextPage: rows.length > page.first,
        hasPreviousPage: false,
        outcomes,
        counts: async () => outcomes,
      };
    });
  }
}

/** The first few sessions of one policy, in order, out of many put on it. */
class Shelf {
  count = 0;
  private rows: SessionRecord[] = [];

  constructor(
    private readonly order: SessionOrder,
    private readonly size: number,
  ) {}

  put(session: SessionRecord): void {
    this.count += 1;
    this.rows.push(session);
    if (this.rows.length >= 2 * this.size + 16) this.rows = this.sorted();
  }

  sorted(): SessionRecord[] {
    const compare = sessionComparator(this.order);
    return this.rows
      .sort((a, b) => compare(sessionPosition(a, this.order), sessionPosition(b, this.order)))
      .slice(0, this.size);
  }
}
