/** Ids that every installation shares. */
export const DEFAULT_REPOSITORY_ID = '88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec';
export const BACKUP_SERVER_ID = '6745a759-2205-4cd2-b172-8ec8f7e60ef8';
export const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Mixes two 32-bit numbers into one that looks unrelated to either. */
export function mix(left: number, right: number): number {
  let hash = Math.imul(left ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(right ^ 0x7f4a7c15, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * Numbers written as UUIDs and read back, so that a million sessions and their tasks need no table of ids. Two codecs
 * with different seeds give different ids for the same numbers and refuse each other's.
 */
export class NumberedIds {
  constructor(private readonly seed: number) {}

  /** `number` below 2^32, `part` below 2^16. */
  encode(number: number, part = 0): string {
    const hidden = hex((number ^ this.mask(0)) >>> 0, 8) + hex((part ^ this.mask(1)) & 0xffff, 4);
    const noise = hex(mix(mix(this.seed, number), part), 8) + hex(mix(mix(this.seed + 1, number), part), 8);
    return [
      noise.slice(0, 8),
      noise.slice(8, 12),
      `4${noise.slice(12, 15)}`,
      `8${hidden.slice(0, 3)}`,
      `${noise.slice(13, 16)}${hidden.slice(3)}`,
    ].join('-');
  }

  /** The numbers behind an id; undefined for ids this codec did not write. */
  decode(id: string): { number: number; part: number } | undefined {
    const groups = id.toLowerCase().split('-');
    const hidden = (groups[3] ?? '').slice(1) + (groups[4] ?? '').slice(3);
    if (!/^[0-9a-f]{12}$/.test(hidden)) return undefined;
    const number = (parseInt(hidden.slice(0, 8), 16) ^ this.mask(0)) >>> 0;
    const part = (parseInt(hidden.slice(8), 16) ^ this.mask(1)) & 0xffff;
    return this.encode(number, part) === id.toLowerCase() ? { number, part } : undefined;
  }

  private mask(which: number): number {
    return mix(this.seed, 0xabcd + which);
  }
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(8, '0').slice(-length);
}
