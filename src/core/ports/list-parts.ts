import { setMaxListeners } from 'node:events';
import { AbandonedCall, SourceFailure } from '../errors/source-failure.js';
import type { Milliseconds } from '../model/instant.js';
import type { CallScope } from './call-scope.js';
import type { Listing, MissingPart, Truncation } from './listing.js';
import { listing, missingPart } from './listing.js';
import { endsWithin, timeLeft } from './time-left.js';

/** A page of an upstream list, or what was made of it. */
export interface PartPage<T> {
  readonly items: readonly T[];
  readonly unreadable: number;
  readonly truncated: Truncation;
  /** Where the page was put together of parts itself. */
  readonly missing?: readonly MissingPart[];
}

/** One of the upstream lists that a listing is put together from. */
export interface ListPart<T> {
  /** As people would look it up in the product's REST reference, e.g. "jobs/states". */
  readonly list: string;
  /** Concrete types of the records it holds, where it holds not all of the listing's. */
  readonly types?: readonly string[];
  pages(scope: CallScope): AsyncIterable<PartPage<T>>;
}

type Listings<P extends readonly ListPart<unknown>[]> = {
  readonly [K in keyof P]: P[K] extends ListPart<infer T> ? Listing<T> : never;
};

/** So much of the time is kept for giving what was read when a list does not come. */
const RESERVE_SHARE = 0.05;
const LONGEST_RESERVE: Milliseconds = 500;

/**
 * Reads lists side by side, each as far as it can be read: what fails, or does not come before the time is over, costs its own rows only
 * and is told as a missing part. Throws the first failure when nothing of any list could be read.
 */
export async function readParts<P extends readonly ListPart<unknown>[]>(
  parts: P,
  scope: CallScope,
): Promise<Listings<P>> {
  const stop = new AbortController();
  const signal = AbortSignal.any([scope.signal, stop.signal]);
  // Every call in flight listens; many of them are no leak.
  setMaxListeners(0, signal);
  endsWithin(signal, timeLeft(scope.signal));
  const readings = parts.map((part) => new PartReading(part, { ...scope, signal }));
  const work = Promise.all(readings.map((reading) => reading.run()));
  // A failure after the time was over concerns nobody.
  work.catch(() => undefined);
  const alarm = beforeTheEnd(scope.signal);
  try {
    await Promise.race([work, alarm.rings]);
    if (!readings.some(({ hasRead }) => hasRead)) await work;
  } finally {
    alarm.cancel();
    // A call that has had its time is to know that it was too slow.
    stop.abort(tooLate());
  }
  if (readings.some(({ hasRead }) => hasRead))
    return readings.map((reading) => reading.listing()) as readonly Listing<unknown>[] as Listings<P>;
  throw readings.map(({ failure }) => failure).find((failure) => failure !== undefined) ?? tooLate();
}

/** Reads one list as far as it can be read; a failure on its first page is thrown, a later one becomes a missing part. */
export async function readPart<T>(part: ListPart<T>, scope: CallScope): Promise<Listing<T>> {
  const [list] = await readParts([part] as const, scope);
  return list;
}

/** The same; also a failure on the first page is a missing part, and nothing else is there then. */
export async function readIfThere<T>(part: ListPart<T>, scope: CallScope): Promise<Listing<T>> {
  try {
    return await readPart(part, scope);
  } catch (error) {
    if (!(error instanceof SourceFailure) || error instanceof AbandonedCall) throw error;
    return listing<T>([], 0, false, [missingPart(part.list, error, part.types)]);
  }
}

class PartReading<T> {
  failure: SourceFailure | undefined;
  private readonly items: T[] = [];
  private unreadable = 0;
  private truncated: Truncation = false;
  private pages = 0;
  private readonly missing: MissingPart[] = [];
  private isDone = false;

  constructor(
    private readonly part: ListPart<T>,
    private readonly scope: CallScope,
  ) {}

  /** Something came, be it that there is nothing. */
  get hasRead(): boolean {
    return this.pages > 0 || (this.isDone && this.failure === undefined);
  }

  async run(): Promise<void> {
    try {
      for await (const page of this.part.pages(this.scope)) this.add(page);
    } catch (error) {
      // Work that was given up says nothing about the list.
      if (!(error instanceof SourceFailure) || error instanceof AbandonedCall) throw error;
      this.failure = error;
    } finally {
      this.isDone = true;
    }
  }

  listing(): Listing<T> {
    const failure = this.isDone ? this.failure : tooLate();
    const { list, types = null } = this.part;
    const own = failure === undefined ? [] : [missingPart(list, failure, types)];
    const missing = [...this.missing, ...own];
    return listing([...this.items], this.unreadable, this.truncated, missing);
  }

  private add({ items, unreadable, truncated, missing = [] }: PartPage<T>): void {
    for (const item of items) this.items.push(item);
    this.unreadable += unreadable;
    this.truncated ||= truncated;
    this.missing.push(...missing);
    this.pages += 1;
  }
}

function tooLate(): SourceFailure {
  return new SourceFailure('TIMEOUT', 'the server did not answer in time');
}

/** Resolves shortly before work under this signal has to end; never where nobody noted an end. */
function beforeTheEnd(signal: AbortSignal): { readonly rings: Promise<void>; cancel(): void } {
  const left = timeLeft(signal);
  let timer: NodeJS.Timeout | undefined;
  const rings = new Promise<void>((resolve) => {
    const wait = left - Math.min(LONGEST_RESERVE, left * RESERVE_SHARE);
    if (Number.isFinite(wait)) timer = setTimeout(resolve, wait);
  });
  return { rings, cancel: () => clearTimeout(timer) };
}
