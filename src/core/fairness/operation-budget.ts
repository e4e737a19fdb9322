import { getHeapStatistics } from 'node:v8';
import { OperationEnded } from '../errors/operation-ended.js';
import { CallLimitReached } from '../errors/source-failure.js';
import type { Milliseconds } from '../model/instant.js';
import { loopTurns } from './loop-turns.js';
import { Places } from './places.js';

/** What one operation may use while it runs. */
export interface OperationLimits {
  /** Requests to servers. */
  readonly upstreamCalls: number;
  /** Rows that servers send for it. */
  readonly rowsRead: number;
  /** Bytes of rows and figures held at once, about. */
  readonly bytesHeld: number;
  /** Bytes of its answer. */
  readonly answerBytes: number;
  /** How much of the processor's time it may take on the event loop in all. */
  readonly loopTime: Milliseconds;
  /** How long it may take. */
  readonly requestTimeout: Milliseconds;
}

const UNLIMITED: OperationLimits = {
  upstreamCalls: Infinity,
  rowsRead: Infinity,
  bytesHeld: Infinity,
  answerBytes: Infinity,
  loopTime: Infinity,
  requestTimeout: Infinity,
};

const MEBIBYTE = 2 ** 20;

/** About how many bytes of memory a row of a list takes, as it is held while lists are put together. */
export const ROW_BYTES = 1_000;

/** What has taken so much time of the loop, or holds so much, goes on only in one of the places for heavy operations. */
const HEAVY_TIME: Milliseconds = 500;
const HEAVY_BYTES = 8 * MEBIBYTE;
const HEAVY_ANSWER = 4 * MEBIBYTE;
const heavyPlaces = new Places(4, 2);

/** When all operations together hold so much of the heap, what holds more than a little waits for a place, too. */
const SHARE_OF_HEAP = 1 / 8;
const SHORT_OF_MEMORY = getHeapStatistics().heap_size_limit * SHARE_OF_HEAP;
const HEAVY_WHEN_SHORT = MEBIBYTE;
/** Bytes that all operations hold whose end is known. */
let heldByAll = 0;

/** Lists that an operation walks to their ends at the same time. */
const WALKS_AT_ONCE = 32;

/** Whoever is about to answer has this share of the time limit left before it is cut off. */
const GRACE = 0.1;

/** Who an operation is for, and how it ends. */
export interface OperationOwner {
  /** Turns are taken between owners. */
  readonly name: string;
  /** Aborted when the time is over, or with an AbortError when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Ends what goes on for the operation; absent: it shares its signal with others, which go on. */
  readonly end?: ((reason: OperationEnded) => void) | undefined;
}

/**
 * What one operation has used so far, and its turns on the event loop. Everything that grows with what was asked counts here while it
 * runs; passing a limit ends the operation, not the process.
 */
export class OperationBudget {
  /** Resolves when the operation is ended before its answer is complete. */
  readonly end: Promise<void>;
  private ended: OperationEnded | undefined;
  private tellEnd = (): void => undefined;
  private calls = 0;
  private rows = 0;
  private held = 0;
  private written = 0;
  /** The processor's time that it has taken on the loop. */
  private loopTime: Milliseconds = 0;
  private hasPlace = false;
  private countsAmongAll = false;
  private readonly walks = new Places(WALKS_AT_ONCE, WALKS_AT_ONCE);
  private waits = 0;
  private readonly goingOn: (() => void)[] = [];
  private readonly startedAt = performance.now();

  constructor(
    private readonly limits: OperationLimits = UNLIMITED,
    private readonly owner?: OperationOwner,
  ) {
    this.end = new Promise((resolve) => (this.tellEnd = resolve));
    if (owner?.end !== undefined)
      owner.signal.addEventListener('abort', () => this.endAfterGrace(), { once: true });
  }

  /** Why the operation was ended; undefined: it was not. */
  get reason(): OperationEnded | undefined {
    return this.ended;
  }

  /** Whose turn its calls and its work take; empty: the gateway's own. */
  get ownerName(): string {
    return this.owner?.name ?? '';
  }

  /** The same limits for another operation of the same owner, with nothing used. */
  renewed(): OperationBudget {
    return new OperationBudget(this.limits, this.owner);
  }

  /** Counts a request to a server. Throws CallLimitReached instead of counting one too many. */
  call(): void {
    if (this.calls >= this.limits.upstreamCalls) throw new CallLimitReached(this.limits.upstreamCalls);
    this.calls += 1;
  }

  /** Counts rows that a server has sent. Throws OperationEnded. */
  read(rows: number): void {
    this.rows += rows;
    const { rowsRead } = this.limits;
    if (this.rows > rowsRead)
      this.exceeded('rowsRead', rowsRead, `servers have sent more than ${rowsRead} rows for it`);
  }

  /** Counts memory that is taken until it is released. Throws OperationEnded. */
  hold(bytes: number): void {
    this.held += bytes;
    this.holdAmongAll(bytes);
    const { bytesHeld } = this.limits;
    if (this.held > bytesHeld)
      this.exceeded(
        'bytesHeld',
        bytesHeld,
        `what it puts together takes more than ${mebibytes(bytesHeld)} of memory`,
      );
  }

  release(bytes: number): void {
    this.held -= bytes;
    this.holdAmongAll(-bytes);
  }

  /** Room for walking one more list to its end; resolves with what gives it back. */
  walk(signal: AbortSignal): Promise<() => void> {
    return this.walks.take('', signal);
  }

  /** Tells how long the answer is so far. Throws OperationEnded. */
  answer(bytes: number): void {
    this.written = bytes;
    const { answerBytes } = this.limits;
    if (bytes > answerBytes)
      this.exceeded('answerBytes', answerBytes, `its answer is longer than ${mebibytes(answerBytes)}`);
  }

  /** Whether to wait for the next turn of the loop before going on. Cheap enough to be asked for each row. Nobody's work never waits. */
  get isDue(): boolean {
    return this.owner !== undefined && loopTurns.isOver;
  }

  /** Waits for a later turn of the loop, also when the operation has ended; `turn` is whose, the owner's unless given. */
  laterTurn(turn = this.ownerName): Promise<void> {
    return loopTurns.next(turn, this.worked);
  }

  /** Waits for a later turn, or for the operation's end: what was asked before by the same owner may take longer than it has. */
  async laterTurnOrEnd(): Promise<void> {
    await Promise.race([this.laterTurn(), this.end]);
  }

  /** Waits for the next turn. Throws why the operation was ended, or the reason for which nobody waits for it any more. */
  async turn(): Promise<void> {
    this.waits += 1;
    try {
      this.checkEnd();
      if (this.isHeavy && !this.hasPlace && this.owner?.end !== undefined) await this.takePlace(this.owner);
      await loopTurns.next(this.ownerName, this.worked);
      this.checkEnd();
    } finally {
      this.waits -= 1;
      if (this.waits === 0) for (const goOn of this.goingOn.splice(0)) goOn();
    }
  }

  /** Counts what a turn of the loop took for it: too much in all ends it, and whoever looks next learns of it. */
  private readonly worked = (taken: Milliseconds): void => {
    this.loopTime += taken;
    const { loopTime } = this.limits;
    if (this.loopTime > loopTime)
      this.finish(
        tooMuch('loopTime', loopTime, `it has kept the gateway busy for more than ${loopTime / 1000} s`),
      );
  };

  /** Whether a part of the operation waits for its turn. */
  get isWaiting(): boolean {
    return this.waits > 0;
  }

  /** Calls back when no part waits any more. */
  onceGoingOn(callback: () => void): void {
    this.goingOn.push(callback);
  }

  private get isHeavy(): boolean {
    const heavyBytes = heldByAll > SHORT_OF_MEMORY ? HEAVY_WHEN_SHORT : HEAVY_BYTES;
    return this.loopTime > HEAVY_TIME || this.held > heavyBytes || this.written > HEAVY_ANSWER;
  }

  /** What an operation holds is let go at the latest when it ends. */
  private holdAmongAll(bytes: number): void {
    const { owner } = this;
    if (owner?.end === undefined || owner.signal.aborted) return;
    if (!this.countsAmongAll)
      owner.signal.addEventListener('abort', () => (heldByAll -= this.held), { once: true });
    this.countsAmongAll = true;
    heldByAll += bytes;
  }

  /** Where the time is over, what has come so far is still waited for. */
  private get isAbandoned(): boolean {
    const { aborted = false, reason } = this.owner?.signal ?? {};
    return aborted && reason instanceof DOMException && reason.name === 'AbortError';
  }

  /** Hundreds of parts may wait for their turn: the answer does not wait for theirs to learn that the time is over. */
  private endAfterGrace(): void {
    const { requestTimeout } = this.limits;
    if (this.isAbandoned || requestTimeout === Infinity) return;
    setTimeout(() => this.finish(this.lateness), requestTimeout * GRACE).unref();
  }

  private async takePlace(owner: OperationOwner): Promise<void> {
    this.hasPlace = true;
    const giveBack = await heavyPlaces.take(owner.name, owner.signal).catch(() => this.tooLate());
    if (owner.signal.aborted) giveBack();
    else owner.signal.addEventListener('abort', giveBack, { once: true });
  }

  private checkEnd(): void {
    if (this.ended !== undefined) throw this.ended;
    if (this.isAbandoned)
      this.endWith(new OperationEnded('ABANDONED', 'nobody waits for the answer any more'));
    const { requestTimeout } = this.limits;
    if (performance.now() - this.startedAt > requestTimeout * (1 + GRACE)) this.tooLate();
  }

  /** The time is over, or nobody waits any more: who waits for a place learns of both by its signal alone. */
  private tooLate(): never {
    return this.endWith(this.lateness);
  }

  private get lateness(): OperationEnded {
    const { requestTimeout } = this.limits;
    return new OperationEnded(
      'REQUEST_TIMEOUT',
      'the operation took too long (limits.requestTimeout); ask for less',
      'requestTimeout',
      requestTimeout,
    );
  }

  private exceeded(limit: keyof OperationLimits, allowed: number, what: string): never {
    return this.endWith(tooMuch(limit, allowed, what));
  }

  private endWith(reason: OperationEnded): never {
    throw this.finish(reason);
  }

  /** The first reason counts. */
  private finish(reason: OperationEnded): OperationEnded {
    if (this.ended !== undefined) return this.ended;
    this.ended = reason;
    this.tellEnd();
    this.owner?.end?.(reason);
    return reason;
  }
}

/** Why an operation ends that asks for too much. */
export function tooMuch(limit: keyof OperationLimits, allowed: number, what: string): OperationEnded {
  return new OperationEnded(
    'QUERY_LIMIT_EXCEEDED',
    `the operation was ended: ${what}; ask for fewer rows, fields or servers`,
    limit,
    allowed,
  );
}

function mebibytes(bytes: number): string {
  return `${bytes / MEBIBYTE} MiB`;
}
