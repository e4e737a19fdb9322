import { createHash } from 'node:crypto';
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
export interface Change<T> {
  /** Name of the mutation; an idempotency key counts within it, for one caller. */
  readonly name: string;
  /** What was asked for; the same key with another input is refused. */
  readonly input: unknown;
  readonly idempotencyKey: string | null | undefined;
  readonly work: () => Promise<T>;
  /** The input field that names what is changed, for refusals that are about no other. */
  readonly about?: readonly string[];
}

interface Remembered {
  readonly digest: string;
  readonly expiresAt: Instant;
  readonly outcome: Promise<ChangeOutcome<unknown>>;
}

const MEMORY: Milliseconds = 10 * 60_000;

/**
 * Makes changes and turns refusals into data. With an idempotency key a change is made once: the caller that asks again within ten
 * minutes gets the first answer. The place where an audit record is written, since every change passes here.
 */
export class ChangeRunner {
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly clock: Clock) {}

  async run<T>(caller: Caller, change: Change<T>): Promise<ChangeOutcome<T>> {
    const { idempotencyKey: key } = change;
    if (key == null) return attempt(change);
    this.forgetExpired();
    const id = JSON.stringify([caller.id, caller.scopeKey, change.name, key]);
    const digest = createHash('sha256').update(JSON.stringify(change.input)).digest('hex');
    const known = this.remembered.get(id);
    if (known !== undefined && known.digest !== digest) return refused(reusedKey());
    // The name is part of the key, so what is remembered under it is of this change's type.
    if (known !== undefined) return { ...((await known.outcome) as ChangeOutcome<T>), repeated: true };
    const outcome = attempt(change);
    this.remembered.set(id, { digest, expiresAt: this.clock() + MEMORY, outcome });
    outcome.catch(() => this.remembered.delete(id));
    return outcome;
  }

  private forgetExpired(): void {
    const now = this.clock();
    for (const [id, { expiresAt }] of this.remembered) if (expiresAt <= now) this.remembered.delete(id);
  }
}

async function attempt<T>({ work, about }: Change<T>): Promise<ChangeOutcome<T>> {
  try {
    return { result: await work(), errors: [] };
  } catch (error) {
    if (error instanceof Refusal || error instanceof SourceFailure)
      return refused(refusalOf(error).about({ field: about ?? null }));
    throw error;
  }
}

function refused<T>({ errors }: Refusal): ChangeOutcome<T> {
  return { result: null, errors };
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
