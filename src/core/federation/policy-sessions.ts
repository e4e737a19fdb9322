import DataLoader from 'dataloader';
import { SourceFailure } from '../errors/source-failure.js';
import { batchedWith } from '../fairness/batching.js';
import { ROW_BYTES } from '../fairness/operation-budget.js';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder } from '../ports/activity.js';
import { FirstRows } from './page.js';
import type { Page, PageRequest, PageRow } from './page.js';
import { sessionPosition, sessionRowComparator } from '../ordering/session-criteria.js';
import { listSessions, sessionCursors } from './session-list.js';
import type { ScanRequest, SessionScanner } from './session-scan.js';
import type { SessionReader } from './session-reader.js';
import type { SourceOutcome } from './source-outcome.js';

/** One page of one policy's sessions. */
export interface PolicySessionsRequest {
  /** Without policies: the policy is given apart. */
  readonly criteria: SessionCriteria;
  readonly order: SessionOrder;
  readonly page: PageRequest;
}

/** From so many policies on, one reading of the server's sessions replaces a call for each. */
const TOGETHER_FROM = 4;
/** How many sessions such a reading takes in where no window bounds it: some times what is wanted, for policies run unevenly. */
const SPARE = 4;
const FEWEST_ROWS = 1000;
const MOST_ROWS = 5000;

/** Sessions of policies of one server; the policies of one list are served by one reading of its sessions. */
export class PolicySessions {
  private readonly loaders = new Map<string, DataLoader<PolicyRecord, Page<SessionRecord>>>();

  constructor(private readonly reader: SessionReader & { readonly scanner: SessionScanner }) {}

  list(policy: PolicyRecord, request: PolicySessionsRequest): Promise<Page<SessionRecord>> {
    const key = JSON.stringify(request);
    let loader = this.loaders.get(key);
    if (loader === undefined) {
      loader = new DataLoader((policies) => this.load(policies, request), batchedWith(this.reader.budget));
      this.loaders.set(key, loader);
    }
    return loader.load(policy);
  }

  private load(
    policies: readonly PolicyRecord[],
    request: PolicySessionsRequest,
  ): Promise<Page<SessionRecord>[]> {
    if (policies.length < TOGETHER_FROM || request.page.after !== undefined)
      return Promise.all(policies.map((policy) => this.single(policy, request)));
    return request.criteria.startedAfter === undefined
      ? this.first(policies, request)
      : this.walk(policies, request);
  }

  private single(
    policy: PolicyRecord,
    { criteria, order, page }: PolicySessionsRequest,
  ): Promise<Page<SessionRecord>> {
    const part = { reader: this.reader, criteria: { ...criteria, policies: [policy] } };
    return listSessions({ parts: [part], order, page });
  }

  /** One list of all of them, read to a limit; policies that it holds too little of are asked for on their own. */
  private async first(
    policies: readonly PolicyRecord[],
    request: PolicySessionsRequest,
  ): Promise<Page<SessionRecord>[]> {
    const { criteria, order, page } = request;
    const wanted = policies.length * (page.first + 1) * SPARE;
    const list = await listSessions({
      parts: [{ reader: this.reader, criteria: { ...criteria, policies } }],
      order,
      page: { first: Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, wanted)) },
    });
    const rows = new Map(policies.map(({ nativeId }) => [nativeId, new Array<PageRow<SessionRecord>>()]));
    for (const row of list.rows) rows.get(row.record.policyId ?? '')?.push(row);
    return Promise.all(
      policies.map(async (policy) => {
        const own = rows.get(policy.nativeId) ?? [];
        if (list.hasNextPage && own.length <= page.first) return this.single(policy, request);
        return this.cut(own, list, policy, request);
      }),
    );
  }

  /** A policy's page out of the rows of a list of many. */
  private cut(
    own: readonly PageRow<SessionRecord>[],
    list: Page<SessionRecord>,
    policy: PolicyRecord,
    request: PolicySessionsRequest,
  ): Page<SessionRecord> {
    const { first } = request.page;
    const isWhole = !list.hasNextPage;
    const outcomes = list.outcomes.map((outcome) => ({
      ...outcome,
      count: isWhole && outcome.status === 'OK' ? own.length : null,
    }));
    return {
      rows: own.slice(0, first),
      hasNextPage: own.length > first,
      hasPreviousPage: false,
      outcomes,
      counts: async () => (isWhole ? outcomes : (await this.single(policy, request)).counts()),
    };
  }

  /** One walk over the window; keeps of each policy no more than a page. */
  private async walk(
    policies: readonly PolicyRecord[],
    { criteria, order, page }: PolicySessionsRequest,
  ): Promise<Page<SessionRecord>[]> {
    const byPolicy = new Map(
      policies.map((policy) => [policy.nativeId, new FirstRows(sessionRowComparator(order), page.first + 1)]),
    );
    const { budget } = this.reader;
    const outcome = await this.scan({
      reader: this.reader,
      criteria,
      needsPolicies: true,
      visit: (session) => {
        const found = byPolicy.get(session.policyId ?? '');
        if (found === undefined) return;
        if (found.count <= page.first) budget.hold(ROW_BYTES);
        found.add(session);
      },
    });
    const codec = sessionCursors(order);
    return policies.map(({ nativeId }) => {
      const found = outcome.status === 'FAILED' ? undefined : byPolicy.get(nativeId);
      const rows = found?.sorted() ?? [];
      const outcomes = [{ ...outcome, count: outcome.count === null ? null : (found?.count ?? 0) }];
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

  private async scan(request: ScanRequest): Promise<SourceOutcome> {
    try {
      return await this.reader.scanner.scan(request);
    } catch (failure) {
      if (!(failure instanceof SourceFailure)) throw failure;
      return this.reader.failedOutcome(failure);
    }
  }
}
