import type { Milliseconds } from '../../../core/model/instant.js';

/** The most rows asked for at once. */
export const LARGEST_PAGE = 1000;
/** Fewer are not worth a call. */
const SMALLEST_PAGE = 25;
/** From the largest page to the smallest in two steps, so that a page costs no more attempts than any other call. */
const SHRINK = 8;
/** A page is doubled when twice the page would take at most half of what was too much. */
const EASE = 4;
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;
const MOST_LISTS = 200;

/** How a page came. */
export interface PageCost {
  readonly took: Milliseconds;
  readonly bytes: number;
}

interface Learnt {
  readonly size: number;
  /** How long the page took that was too much; Infinity: it was not the time. */
  readonly patience: Milliseconds;
}

/**
 * How many rows one server gives at once of each of its lists, learnt from pages that were too much for it: the next one is much smaller,
 * for every later reading too, and pages grow again while they come with ease. A server that never fails is always asked for all.
 */
export class PageSizes {
  private readonly learnt = new Map<string, Learnt>();

  /** How many rows to ask for where `wanted` would be asked for. */
  of(list: string, wanted: number): number {
    return Math.min(wanted, this.learnt.get(list)?.size ?? LARGEST_PAGE);
  }

  /** The list has been too much for the server. */
  isSlow(list: string): boolean {
    return this.learnt.has(list);
  }

  /** Whether a page of so many rows can be asked for in smaller ones. */
  canShrink(size: number): boolean {
    return size > SMALLEST_PAGE;
  }

  /** A page of so many rows was too much. */
  tooMuch(list: string, size: number, patience: Milliseconds): void {
    if (this.of(list, LARGEST_PAGE) < size) return;
    const [oldest] = this.learnt.keys();
    if (this.learnt.size >= MOST_LISTS && oldest !== undefined) this.learnt.delete(oldest);
    this.learnt.set(list, { size: Math.max(SMALLEST_PAGE, Math.floor(size / SHRINK)), patience });
  }

  /** A full page of so many rows came. */
  came(list: string, size: number, { took, bytes }: PageCost): void {
    const learnt = this.learnt.get(list);
    if (learnt === undefined || size < learnt.size) return;
    if (took * EASE > learnt.patience || bytes * EASE > LARGEST_ANSWER_BYTES) return;
    if (learnt.size * 2 >= LARGEST_PAGE) this.learnt.delete(list);
    else this.learnt.set(list, { ...learnt, size: learnt.size * 2 });
  }
}
