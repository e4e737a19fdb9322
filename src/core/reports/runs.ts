import type { OperationBudget } from '../fairness/operation-budget.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import { complaintOf } from '../model/failure-cause.js';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionKind, SessionRecord, SessionResult, SessionState } from '../model/session.js';
import type { Inference, RetryPlans } from './retries.js';
import { UnlinkedSessions } from './retries.js';

/** The compact facts of one run: a session with its retries. */
export interface Run {
  readonly server: string;
  /** Native id and name of its last session. */
  readonly session: string;
  readonly name: string;
  /** Start of its first session. */
  readonly start: Instant;
  readonly kind: SessionKind;
  readonly result: SessionResult;
  /** What its last session says of its end, cut to length, where it did not go well; else null. */
  readonly message: string | null;
  readonly ended: boolean;
  /** From the start of its first to the end of its last session; null: not ended, or the end is not known. */
  readonly duration: Milliseconds | null;
  readonly policy: PolicyRecord | null;
  /** How many of its sessions were taken for retries though the product does not link them. */
  readonly inferredRetries: number;
  /** Whether it may be a retry of the run before it. */
  readonly mayBeRetry: boolean;
}

/** What is kept of a session, and of a run: the last session speaks for it, the first one gives its start. */
interface Facts {
  readonly id: string;
  readonly name: string;
  readonly server: string;
  readonly kind: SessionKind;
  readonly result: SessionResult;
  readonly message: string | null;
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
  inferredRetries: number;
  mayBeRetry: boolean;
}

const UNENDED: readonly SessionState[] = ['PENDING', 'RUNNING', 'STOPPING'];

/**
 * Puts sessions together to runs by `retryOf`, whether that names the first or the previous session of the run, in any order
 * of arrival, and also when the session it names never arrives; where products do not tell, by what is inferred. A session that arrives
 * twice is one; ids are those of one concrete type on one server.
 */
export class Runs {
  private readonly chains = new Map<string, Map<string, Chain>>();
  private readonly unlinked = new Map<string, UnlinkedSessions>();

  add(session: SessionRecord, policy: PolicyRecord | null): void {
    const key = keyOf(session);
    const chains = this.chainsLike(key);
    const { retryOf = null } = session;
    const named = retryOf === null ? undefined : chains.get(retryOf);
    const known = chains.get(session.nativeId);
    const facts = factsOf(session, policy);
    const chain = known === undefined ? newChain(facts) : end(known);
    chain.facts = merge(chain.facts, facts);
    chains.set(session.nativeId, chain);
    if (named !== undefined) join(chain, end(named));
    else if (retryOf !== null) chains.set(retryOf, chain);
    if (session.retryOf === undefined) this.unlinkedLike(key).add(session);
  }

  /** Infers the retries of a server that its product does not link, once everything of it was added. */
  async infer(server: string, readPlans: () => Promise<RetryPlans>, budget: OperationBudget): Promise<void> {
    for (const [key, unlinked] of [...this.unlinked].filter(([key]) => isOf(server, key))) {
      this.unlinked.delete(key);
      const chains = this.chainsLike(key);
      for (const [id, inference] of await unlinked.infer(readPlans, budget)) {
        const chain = chains.get(id);
        if (chain !== undefined) apply(inference, end(chain), chains);
      }
    }
  }

  /** Drops everything that came from one server. */
  forget(server: string): void {
    for (const map of [this.chains, this.unlinked])
      for (const key of map.keys()) if (isOf(server, key)) map.delete(key);
  }

  /** Every run so far, each once. */
  *[Symbol.iterator](): IterableIterator<Run> {
    for (const chains of this.chains.values()) {
      for (const [id, chain] of chains) {
        const last = end(chain);
        if (last.facts.id === id) yield runOf(last);
      }
    }
  }

  private unlinkedLike(key: string): UnlinkedSessions {
    const known = this.unlinked.get(key) ?? new UnlinkedSessions();
    this.unlinked.set(key, known);
    return known;
  }

  private chainsLike(key: string): Map<string, Chain> {
    const known = this.chains.get(key) ?? new Map<string, Chain>();
    this.chains.set(key, known);
    return known;
  }
}

/** Of the sessions among which ids are unique. */
function keyOf({ server, type }: SessionRecord): string {
  return `${server}\u0000${type}`;
}

function isOf(server: string, key: string): boolean {
  return key.startsWith(`${server}\u0000`);
}

function apply(inference: Inference, chain: Chain, chains: ReadonlyMap<string, Chain>): void {
  if (inference === 'unknown') {
    chain.mayBeRetry = true;
    return;
  }
  chain.inferredRetries += 1;
  const first = chains.get(inference.retryOf);
  if (first !== undefined) join(chain, end(first));
}

function newChain(facts: Facts): Chain {
  return { facts, joined: null, inferredRetries: 0, mayBeRetry: false };
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
  b.inferredRetries += a.inferredRetries;
  b.mayBeRetry ||= a.mayBeRetry;
  a.joined = b;
}

function factsOf(session: SessionRecord, policy: PolicyRecord | null): Facts {
  return {
    id: session.nativeId,
    name: session.name,
    server: session.server,
    kind: session.kind,
    result: session.result,
    message: complaintOf(session.result, session.message),
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

function runOf({ facts, inferredRetries, mayBeRetry }: Chain): Run {
  const { id, name, server, start, kind, result, message, ended, policy } = facts;
  const known = ended && facts.end !== null;
  return {
    server,
    session: id,
    name,
    start,
    kind,
    result,
    message,
    ended,
    policy,
    duration: known ? Math.max(0, facts.end - start) : null,
    inferredRetries,
    mayBeRetry,
  };
}
