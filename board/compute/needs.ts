import type { FailedSession, OverviewResult, PolicyInBreach, ServerState } from '../documents/documents.js';

type NearlyFull = OverviewResult['full']['nodes'][number];

/** Something that somebody should look at. */
export type Need =
  /** Servers that fail in the same way. */
  | { readonly kind: 'servers'; readonly servers: readonly ServerState[] }
  | { readonly kind: 'breach'; readonly policy: PolicyInBreach }
  | Failure
  | { readonly kind: 'full'; readonly repository: NearlyFull };

/** Failures of one cause. */
export interface Failure {
  readonly kind: 'failure';
  /** What they have in common, in the product's words. null: the product said nothing. */
  readonly cause: string | null;
  /** How many sessions failed so. */
  readonly count: number;
  /** The newest of each policy, newest first. */
  readonly newest: readonly FailedSession[];
  /** All of the policies have ended well since. */
  readonly isOver: boolean;
}

/** What needs somebody, the most urgent first: what hides everything else, what was never protected, then by how late, how many, how full. */
export function needsOf({ servers, breached, failures, full }: OverviewResult): readonly Need[] {
  const needs: Need[] = [
    ...unreadable(servers),
    ...breached.nodes.map((policy): Need => ({ kind: 'breach', policy })),
    ...failureGroups(failures.nodes),
    ...full.nodes.map((repository): Need => ({ kind: 'full', repository })),
  ];
  return needs
    .map((need) => ({ need, urgency: urgencyOf(need) }))
    .sort((one, other) => other.urgency - one.urgency)
    .map(({ need }) => need);
}

function urgencyOf(need: Need): number {
  switch (need.kind) {
    case 'servers':
      return 1000 + need.servers.length / 1000;
    case 'breach': {
      const { ageSeconds, objectiveSeconds } = need.policy.recoveryPoint;
      if (ageSeconds === null || objectiveSeconds === null) return 900;
      return 700 + Math.min(99, ageSeconds / objectiveSeconds);
    }
    case 'full': {
      const ratio = need.repository.usedRatio ?? 0;
      return (ratio >= 0.98 ? 800 : ratio >= 0.95 ? 650 : 300) + ratio;
    }
    case 'failure':
      return (need.isOver ? 200 : 500) + Math.min(99, need.newest.length);
  }
}

function unreadable(servers: readonly ServerState[]): readonly Need[] {
  const failing = servers.filter(
    ({ health: { status } }) => status === 'OFFLINE' || status === 'UNAUTHORIZED',
  );
  const groups = groupedBy(failing, ({ health: { error } }) => `${error?.code} ${error?.message}`);
  return groups.map((group): Need => ({ kind: 'servers', servers: group }));
}

function failureGroups(sessions: readonly FailedSession[]): readonly Failure[] {
  const runs = sessions.filter(({ partOfRun }) => !partOfRun);
  return groupedBy(runs, ({ message }) => withoutParticulars(causeIn(message ?? ''))).map((group) => {
    const messages = new Set(group.map(({ message }) => message));
    const [first = null] = messages;
    const newest = groupedBy(group, ({ id, policy }) => policy?.id ?? id).flatMap(
      ([session]) => session ?? [],
    );
    const cause = messages.size === 1 || first === null ? first : causeIn(first);
    return { kind: 'failure', cause, count: group.length, newest, isOver: newest.every(isOver) };
  });
}

/** Products put the object, or how many of them, before the cause: "web-01: no space left", "2 of 7 objects: no space left". */
function causeIn(message: string): string {
  return message.replace(/^[^:]{1,60}: +(?=\S)/, '');
}

function isOver({ policy }: FailedSession): boolean {
  return policy?.lastResult === 'SUCCESS' || policy?.lastResult === 'WARNING';
}

/** The same trouble tells of other objects, ids and numbers each time. */
export function withoutParticulars(message: string): string {
  return message
    .replace(/'[^']*'|"[^"]*"|\[[^\]]*\]/g, '…')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b0x[0-9a-f]+\b|\d+([.,:]\d+)*/gi, '…')
    .trim();
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
