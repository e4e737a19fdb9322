import type { PolicyRecord } from '../../../core/model/policy.js';
import { GOOD_RESULTS } from '../../../core/model/session.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { LatestAnswer } from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { SESSION_STATUSES } from '../mappers/words.js';
import { VPC_POLICY_ID } from '../policy-routes.js';
import { mapLimited } from './limited.js';
import { NewestOfEach } from './newest-of-each.js';
import type { PolicyDirectory } from './policy-directory.js';
import { sessionsNamedBy } from './policy-linker.js';
import type { PolicyLinker } from './policy-linker.js';
import type { SessionReader } from './session-reader.js';
import { walkSessions } from './session-walk.js';

/** Holds the last run of daily and weekly policies: the list is read at least so far back. */
const WINDOW = 8 * 24 * 3_600_000;
const LIST_ROWS = 1000;
const LIST_PAGES = 3;
/** So few policies are asked for one by one. */
const FEW = 2;
const MOST_SINGLE_CALLS = 25;
const SINGLE_CALLS_AT_ONCE = 4;

const GOOD_STATUSES = Object.keys(SESSION_STATUSES).filter((word) =>
  GOOD_RESULTS.includes(SESSION_STATUSES[word]?.result ?? 'UNKNOWN'),
);

/**
 * The newest session of each policy: one list of the newest sessions, matched by the ids that policies name and by names that
 * only one policy has; then single calls for what is left, within a cap.
 */
export class LatestSessions {
  constructor(
    private readonly reader: SessionReader,
    private readonly directory: PolicyDirectory,
    private readonly linker: PolicyLinker,
  ) {}

  async of(
    policies: readonly PolicyRecord[],
    goodOnly: boolean,
    scope: CallScope,
  ): Promise<ReadonlyMap<string, LatestAnswer>> {
    const answers = new Map<string, LatestAnswer>();
    const asked = policies.filter((policy) =>
      goodOnly ? policy.lastSuccess !== null : policy.lastRun !== null,
    );
    const sawAll =
      (asked.length > FEW || asked.some(isVpc)) && (await this.fromList(asked, goodOnly, answers, scope));
    const left = asked.filter(({ nativeId }) => !answers.has(nativeId));
    const askable = left.filter((policy) => !isVpc(policy)).slice(0, MOST_SINGLE_CALLS);
    // No call asks for the sessions of the VPC policy alone.
    if (!sawAll) for (const { nativeId } of left.filter(isVpc)) answers.set(nativeId, 'untold');
    for (const policy of left) if (!isVpc(policy)) answers.set(policy.nativeId, 'unknown');
    await mapLimited(askable, SINGLE_CALLS_AT_ONCE, async (policy) => {
      const session = await this.single(policy, goodOnly, scope);
      if (session) answers.set(policy.nativeId, session);
      else answers.delete(policy.nativeId);
    });
    return answers;
  }

  /** True: the list was read to its end, so that the VPC policy has no session that is not in it. */
  private async fromList(
    asked: readonly PolicyRecord[],
    goodOnly: boolean,
    answers: Map<string, LatestAnswer>,
    scope: CallScope,
  ): Promise<boolean> {
    const decidable = new Map(
      asked.filter((policy) => this.isDecidable(policy, goodOnly)).map((policy) => [policy.nativeId, policy]),
    );
    const selection = {
      types: ['Policy'],
      statuses: goodOnly ? GOOD_STATUSES : undefined,
      direction: 'DESC',
    } as const;
    const named = sessionsNamedBy(asked);
    const newest = new NewestOfEach((id) => named.has(id) || this.directory.policyOf(id) !== undefined);
    const matters = (row: unknown): boolean => newest.picks(row);
    const walk = { selection, pageRows: LIST_ROWS, exact: false, matters };
    const since = this.reader.now() - WINDOW;
    let pages = 0;
    let isWhole = true;
    for await (const page of walkSessions(this.reader, walk, scope)) {
      const { decided } = this.linker.linkKnown(page.items, asked, this.directory.policies);
      for (const session of page.items) {
        const policyId = decided.get(session.nativeId);
        if (policyId && decidable.has(policyId) && !answers.has(policyId)) answers.set(policyId, session);
      }
      pages += 1;
      isWhole &&= page.unreadable === 0 && page.truncated === false;
      const isFarEnough = (page.items.at(-1)?.startTime ?? since) <= since;
      const isEnough = isFarEnough || asked.length - answers.size <= FEW;
      const isVpcOpen = asked.some((policy) => isVpc(policy) && !answers.has(policy.nativeId));
      if (pages >= LIST_PAGES || (isEnough && !isVpcOpen)) return false;
    }
    return isWhole;
  }

  /** Whether the first session that can be told to be the policy's is its newest. */
  private isDecidable(policy: PolicyRecord, goodOnly: boolean): boolean {
    return isVpc(policy) || this.directory.hasUniqueName(policy) || namesIt(policy, goodOnly);
  }

  private async single(
    policy: PolicyRecord,
    goodOnly: boolean,
    scope: CallScope,
  ): Promise<SessionRecord | null> {
    const { nativeId, lastSessionId } = policy;
    if (lastSessionId !== null && namesIt(policy, goodOnly)) {
      const session = await this.reader.byId(lastSessionId, scope, nativeId);
      if (session) return session;
    }
    const statuses = goodOnly ? GOOD_STATUSES : undefined;
    const selection = { policyId: nativeId, statuses, direction: 'DESC' } as const;
    const page = await this.reader.first(selection, 1, scope);
    return page.records[0] ?? null;
  }
}

/** Whether the policy names the wanted session itself: its last one, or with `goodOnly` when that one was good. */
function namesIt(policy: PolicyRecord, goodOnly: boolean): boolean {
  const isWanted = !goodOnly || (policy.lastResult !== undefined && GOOD_RESULTS.includes(policy.lastResult));
  return policy.lastSessionId !== null && isWanted;
}

function isVpc(policy: PolicyRecord): boolean {
  return policy.nativeId === VPC_POLICY_ID;
}
