import type { Milliseconds } from '../model/instant.js';
import { median, medianDeviation } from '../forecast/statistics.js';

export type TypicalStatus = 'TYPICAL' | 'LONG' | 'SHORT' | 'LARGE' | 'SMALL' | 'UNKNOWN';

/** A good run of the past, or the one that is judged. */
export interface RunSize {
  readonly duration: Milliseconds;
  /** Bytes; null: not told. */
  readonly transferred: number | null;
}

/** How a run compares with those before it. */
export interface TypicalVerdict {
  readonly status: TypicalStatus;
  /** Its length by the typical one; null: that is not known. */
  readonly ratio: number | null;
  readonly typical: Milliseconds | null;
  /** How many runs it was held against. */
  readonly samples: number;
  /** Its bytes by the typical ones; null: they are not known. */
  readonly transferredRatio: number | null;
}

export const MOST_SAMPLES = 30;
const FEWEST_SAMPLES = 8;
const LEAST_FACTOR = 1.5;
/** So many deviations, which are made comparable with those of a normal distribution. */
const DEVIATIONS = 3.5 * 1.48;
const SHORTEST: Milliseconds = 1_000;

/**
 * Whether a run is longer, shorter, larger or smaller than those before it, by the median and its deviation of the logarithms.
 * @param isOver a run that goes on can be too long already, and nothing else.
 */
export function typicalVerdict(own: RunSize, before: readonly RunSize[], isOver: boolean): TypicalVerdict {
  const length = comparison(
    Math.max(own.duration, SHORTEST),
    before.map(({ duration }) => Math.max(duration, SHORTEST)),
  );
  if (length === null)
    return { status: 'UNKNOWN', ratio: null, typical: null, samples: before.length, transferredRatio: null };
  const known = before.flatMap(({ transferred }) =>
    transferred === null || transferred <= 0 ? [] : [transferred],
  );
  const bytes = isOver && own.transferred !== null ? comparison(Math.max(1, own.transferred), known) : null;
  return {
    status: statusOf(length, bytes, isOver),
    ratio: length.ratio,
    typical: length.typical,
    samples: before.length,
    transferredRatio: bytes?.ratio ?? null,
  };
}

interface Comparison {
  readonly typical: number;
  readonly ratio: number;
  /** What is more than so many times the typical, or less than that part of it, is conspicuous. */
  readonly factor: number;
}

function comparison(own: number, before: readonly number[]): Comparison | null {
  if (before.length < FEWEST_SAMPLES) return null;
  const logs = before.map(Math.log);
  const middle = median(logs);
  const typical = Math.exp(middle);
  const factor = Math.max(LEAST_FACTOR, Math.exp(DEVIATIONS * medianDeviation(logs, middle)));
  return { typical, ratio: own / typical, factor };
}

function statusOf(length: Comparison, bytes: Comparison | null, isOver: boolean): TypicalStatus {
  if (length.ratio > length.factor) return 'LONG';
  if (bytes !== null && bytes.ratio > bytes.factor) return 'LARGE';
  if (bytes !== null && bytes.ratio < 1 / bytes.factor) return 'SMALL';
  return isOver && length.ratio < 1 / length.factor ? 'SHORT' : 'TYPICAL';
}
