import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { UserError, UserErrorCode } from '../errors/refusal.js';
import { Refusal } from '../errors/refusal.js';
import { SourceFailure } from '../errors/source-failure.js';
import type { SourceErrorCode } from '../errors/source-failure.js';
import type { Caller } from '../model/caller.js';
import { serverId } from '../model/ids.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';

/** What came of a change: its result, or why it was not made. */
export interface ChangeOutcome<T> {
  readonly result: T | null;
  readonly errors: readonly UserError[];
  /** It was made before, under the same idempotency key: what the result tells may have gone on since. */
  readonly repeated?: true;
}

/** One wish to change something. */
export interface ChangeRequest<T> {
  /** Name of the mutation; an idempotency key counts within it, for one caller. */
  readonly name: string;
  /** What was asked for; the same key with another input is refused. */
  readonly input: unknown;
  readonly idempotencyKey: string | null | undefined;
  readonly work: () => Promise<T>;
  /** The server and the input field that name what is changed, for refusals that are about no other. */
  readonly about?: Pick<UserError, 'server' | 'field'>;
}

interface Remembered {
  readonly digest: string;
  readonly expiresAt: Instant;
  readonly outcome: Promise<ChangeOutcome<unknown>>;
}

type Memory = LRUCache<string, Remembered>;

const MEMORY: Milliseconds = 10 * 60_000;
const LONGEST_KEY = 255;
const MOST_CALLERS = 200;
/** A caller that makes more changes within ten minutes forgets its own first ones, and nobody else's. */
const MOST_CHANGES_OF_CALLER = 500;

/**
 * Makes changes and turns refusals into data. With an idempotency key a change is made once: the caller that asks again within ten
 * minutes gets the first answer. The place where an audit record is written, since every change passes here.
 */
export class ChangeRunner {
  private readonly callers = new LRUCache<string, Memory>({ max: MOST_CALLERS });

  constructor(private readonly clock: Clock) {}

  async run<T>(caller: Caller, change: ChangeRequest<T>): Promise<ChangeOutcome<T>> {
    const { idempotencyKey: key } = change;
    if (key == null) return attempt(change);
    if (key.length > LONGEST_KEY) return refused(tooLong(key.length).about(change.about ?? {}));
    const remembered = this.memoryOf(caller);
    const id = JSON.stringify([change.name, key]);
    const digest = createHash('sha256').update(JSON.stringify(change.input)).digest('hex');
    const found = remembered.get(id);
    const known = found !== undefined && found.expiresAt > this.clock() ? found : undefined;
    if (known !== undefined && known.digest !== digest) return refused(reusedKey().about(change.about ?? {}));
    // The name is part of the key, so what is remembered under it is of this change's type.
    if (known !== undefined) return { ...((await known.outcome) as ChangeOutcome<T>), repeated: true };
    const outcome = attempt(change);
    remembered.set(id, { digest, expiresAt: this.clock() + MEMORY, outcome });
    outcome.catch(() => remembered.delete(id));
    return outcome;
  }

  private memoryOf({ id, scopeKey }: Caller): Memory {
    const key = JSON.stringify([id, scopeKey]);
    const known = this.callers.get(key);
    if (known !== undefined) return known;
    const made: Memory = new LRUCache({ max: MOST_CHANGES_OF_CALLER });
    this.callers.set(key, made);
    return made;
  }
}

async function attempt<T>({ work, about }: ChangeRequest<T>): Promise<ChangeOutcome<T>> {
  try {
    return { result: await work(), errors: [] };
  } catch (error) {
    if (error instanceof Refusal || error instanceof SourceFailure)
      return refused(refusalOf(error).about(about ?? {}));
    throw error;
  }
}

function refused<T>({ errors }: Refusal): ChangeOutcome<T> {
  return { result: null, errors };
}

function tooLong(length: number): Refusal {
  const message = `idempotencyKey: expected at most ${LONGEST_KEY} characters, got ${length}`;
  return Refusal.of('INVALID_INPUT', message, { field: ['input', 'idempotencyKey'] });
}

function reusedKey(): Refusal {
  return Refusal.of(
    'INVALID_INPUT',
    'this idempotencyKey was used with another input within the last ten minutes',
    {
      field: ['input', 'idempotencyKey'],
    },
  );
}

/** Failures that a program acts on in a way of their own. */
const CODES: Partial<Record<SourceErrorCode, UserErrorCode>> = {
  FORBIDDEN: 'FORBIDDEN',
  RATE_LIMITED: 'RATE_LIMITED',
  UNSUPPORTED: 'UNSUPPORTED',
};

/** The refusal to tell; a server that was sent a change and gave no usable answer may or may not have made it. */
export function refusalOf(failure: Refusal | SourceFailure): Refusal {
  if (failure instanceof Refusal) return failure;
  const { upstreamStatus: status, message, server, mayHaveActed, retryable } = failure;
  return Refusal.of(CODES[failure.code] ?? 'UPSTREAM_UNAVAILABLE', `${server ?? 'the server'}: ${message}`, {
    retryable: retryable && !mayHaveActed,
    server: server === null ? null : serverId(server),
    upstream: status === null ? null : { status, code: null, message: null },
  });
}
