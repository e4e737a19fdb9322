import type { Instant, Milliseconds } from '../model/instant.js';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionKind, SessionRecord, SessionResult, SessionState } from '../model/session.js';

/** The compact facts of one run: a session with its retries. */
export interface Run {
  readonly server: string;
  /** Start of its first session. */
  readonly start: Instant;
  readonly kind: SessionKind;
  readonly result: SessionResult;
  readonly ended: boolean;
  /** From the start of its first to the end of its last session; null: not ended, or the end is not known. */
  readonly duration: Milliseconds | null;
  readonly policy: PolicyRecord | null;
}

/** What is kept of a session, and of a run: the last session speaks for it, the first one gives its start. */
interface Facts {
  readonly id: string;
  readonly server: string;
  readonly kind: SessionKind;
  readonly result: SessionResult;
  readonly ended: boolean;
  readonly end: Instant | null;
  readonly lastStart: Instant;
  readonly policy: PolicyRecord | null;
  readonly start: Instant;
}

/** A run being put together; when two turn out to be one, the one points to the other. */
interface Chain {
  facts: Facts;
  joined: Chain | null;
}

const UNENDED: readonly SessionState[] = ['PENDING', 'RUNNING', 'STOPPING'];

/**
 * Puts sessions together to runs by `retryOf`, whether that names the first or the previous session of the run, in any order
 * of arrival, and also when the session it names never arrives. A session that arrives twice is one; ids are those of one
 * concrete type on one server.
 */
export class Runs {
  private readonly chains = new Map<string, Map<string, Chain>>();

  add(session: SessionRecord, policy: PolicyRecord | null): void {
    const chains = this.chainsLike(session);
    const named = session.retryOf === null ? undefined : chains.get(session.retryOf);
    const known = chains.get(session.nativeId);
    const facts = factsOf(session, policy);
    const chain = known === undefined ? { facts, joined: null } : end(known);
    chain.facts = merge(chain.facts, facts);
    chains.set(session.nativeId, chain);
    if (named !== undefined) join(chain, end(named));
    else if (session.retryOf !== null) chains.set(session.retryOf, chain);
  }

  /** Drops everything that came from one server. */
  forget(server: string): void {
    for (const key of this.chains.keys()) if (key.startsWith(`${server}\u0000`)) this.chains.delete(key);
  }

  /** Every run so far, each once. */
  *[Symbol.iterator](): IterableIterator<Run> {
    for (const chains of this.chains.values()) {
      for (const [id, chain] of chains) {
        const { facts } = end(chain);
        if (facts.id === id) yield runOf(facts);
      }
    }
  }

  private chainsLike({ server, type }: SessionRecord): Map<string, Chain> {
    const key = `${server}\u0000${type}`;
    const known = this.chains.get(key) ?? new Map<string, Chain>();
    this.chains.set(key, known);
    return known;
  }
}

function end(chain: Chain): Chain {
  let last = chain;
  while (last.joined !== null) last = last.joined;
  if (chain !== last) chain.joined = last;
  return last;
}

function join(a: Chain, b: Chain): void {
  if (a === b) return;
  b.facts = merge(b.facts, a.facts);
  a.joined = b;
}

function factsOf(session: SessionRecord, policy: PolicyRecord | null): Facts {
  return {
    id: session.nativeId,
    server: session.server,
    kind: session.kind,
    result: session.result,
    ended: !UNENDED.includes(session.state),
    end: session.endTime,
    lastStart: session.startTime,
    policy,
    start: session.startTime,
  };
}

function merge(a: Facts, b: Facts): Facts {
  const last = isLater(a, b) ? a : b;
  const start = Math.min(a.start, b.start);
  return last.start === start ? last : { ...last, start };
}

/** Of the same session the report that it has ended is the later one. */
function isLater(a: Facts, b: Facts): boolean {
  if (a.lastStart !== b.lastStart) return a.lastStart > b.lastStart;
  if (a.id !== b.id) return a.id > b.id;
  return a.ended && !b.ended;
}

function runOf(facts: Facts): Run {
  const { server, start, kind, result, ended, policy } = facts;
  const known = ended && facts.end !== null;
  return {
    server,
    start,
    kind,
    result,
    ended,
    policy,
    duration: known ? Math.max(0, facts.end - start) : null,
  };
}
