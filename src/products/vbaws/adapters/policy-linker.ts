import type { PolicyRecord } from '../../../core/model/policy.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { lastFinishedSessionId } from '../mappers/policy-native.js';
import { nativeOf } from '../mappers/session.js';
import { POLICY_SESSION_TYPES, isOneOf } from '../mappers/words.js';
import { VPC_POLICY_TYPE, policyTypeOfSession } from '../policy-routes.js';
import { mapLimited } from './limited.js';
import { byName } from './policy-directory.js';
import type { PolicyDirectory } from './policy-directory.js';
import type { SessionReader } from './session-reader.js';

const MOST_QUERIES = 25;
const QUERIES_AT_ONCE = 4;
const QUERY_ROWS = 1000;

/** Sessions whose policy is known, null for none; and those that more than one policy may have started. */
export interface LinkedSessions {
  readonly decided: Map<string, string | null>;
  readonly open: readonly OpenSession[];
}

interface OpenSession {
  readonly session: SessionRecord;
  readonly candidates: readonly PolicyRecord[];
}

/**
 * Finds the policies of sessions, which the product's sessions do not name: by the sessions that policies name, by what
 * answers told before, by a name and a type that only one policy has, and, for what is left, by asking for the sessions of
 * each policy that comes into question, within a cap.
 */
export class PolicyLinker {
  constructor(
    private readonly reader: SessionReader,
    private readonly directory: PolicyDirectory,
  ) {}

  async link(
    sessions: readonly SessionRecord[],
    policies: readonly PolicyRecord[],
    scope: CallScope,
  ): Promise<ReadonlyMap<string, string | null>> {
    const { decided, open } = this.linkKnown(sessions, policies);
    if (open.length > 0) await this.ask(decided, open, scope);
    return decided;
  }

  /** What can be said without a call. Names are compared among `all` policies of the appliance. */
  linkKnown(
    sessions: readonly SessionRecord[],
    policies: readonly PolicyRecord[],
    all: readonly PolicyRecord[] = policies,
  ): LinkedSessions {
    const named = sessionsNamedBy(policies);
    const namesakes = byName(all);
    const decided = new Map<string, string | null>();
    const open: OpenSession[] = [];
    for (const session of sessions) {
      const { nativeId } = session;
      const known = session.policyId ?? named.get(nativeId) ?? this.directory.policyOf(nativeId);
      if (known !== undefined || session.policyId === null) {
        decided.set(nativeId, known ?? null);
        continue;
      }
      const candidates = candidatesFor(session, namesakes, all);
      const isSure = this.directory.isWhole || namesWorkload(session);
      if (candidates.length > (isSure ? 1 : 0)) open.push({ session, candidates });
      else decided.set(nativeId, candidates[0]?.nativeId ?? null);
    }
    return { decided, open };
  }

  private async ask(
    decided: Map<string, string | null>,
    open: readonly OpenSession[],
    scope: CallScope,
  ): Promise<void> {
    const starts = open.map(({ session }) => session.startTime);
    const window = { from: Math.min(...starts), to: Math.max(...starts), direction: 'DESC' } as const;
    const answered = new Set<string>();
    await mapLimited(mostWanted(open), QUERIES_AT_ONCE, async (policyId) => {
      const page = await this.reader.first({ ...window, policyId }, QUERY_ROWS, scope);
      for (const { nativeId } of page.records) decided.set(nativeId, policyId);
      if (!page.hasMore && page.truncated === false) answered.add(policyId);
    });
    for (const { session, candidates } of open)
      if (!decided.has(session.nativeId) && candidates.every(({ nativeId }) => answered.has(nativeId)))
        decided.set(session.nativeId, null);
  }
}

/** Candidates in the order of how many sessions they may have started. */
function mostWanted(open: readonly OpenSession[]): string[] {
  const wanted = new Map<string, number>();
  for (const { candidates } of open)
    for (const { nativeId } of candidates) wanted.set(nativeId, (wanted.get(nativeId) ?? 0) + 1);
  return [...wanted]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_QUERIES)
    .map(([policyId]) => policyId);
}

/** Native policy ids by the native ids of the sessions that the policies name. */
export function sessionsNamedBy(policies: readonly PolicyRecord[]): ReadonlyMap<string, string> {
  return new Map(
    policies.flatMap((policy) =>
      [policy.lastSessionId, lastFinishedSessionId(policy)]
        .filter((sessionId) => sessionId !== null)
        .map((sessionId) => [sessionId, policy.nativeId] as const),
    ),
  );
}

/** Names are unique within a workload. */
function namesWorkload(session: SessionRecord): boolean {
  return policyTypeOfSession(nativeOf(session).extendedType) !== undefined;
}

/** The policies that may have started it: of its name (any, where revision 1.0 gives none) and of the workload its type names. */
function candidatesFor(
  session: SessionRecord,
  namesakes: ReadonlyMap<string, readonly PolicyRecord[]>,
  all: readonly PolicyRecord[],
): readonly PolicyRecord[] {
  const { type, extendedType, name } = nativeOf(session);
  if (!isOneOf(POLICY_SESSION_TYPES, type)) return [];
  const workload = policyTypeOfSession(extendedType);
  return (name === null ? all : (namesakes.get(name) ?? [])).filter((policy) =>
    workload === undefined ? policy.type !== VPC_POLICY_TYPE : policy.type === workload,
  );
}
