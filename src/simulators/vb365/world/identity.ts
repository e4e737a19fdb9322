const GOLDEN = 0x9e3779b1;
const GOLDEN_INVERSE = 0x0e8b2f51;

/** Spreads a pair of numbers over 32 bits; equal pairs give equal values. */
export function mix(left: number, right: number): number {
  let value = Math.imul(left ^ 0x85ebca6b, 0xc2b2ae35) ^ Math.imul(right + 1, GOLDEN);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

/** A UUID that holds `serial` in its first group, so that a million records need no index from id to record. */
export function serialId(salt: number, serial: number): string {
  const head = (Math.imul(serial, GOLDEN) ^ salt) >>> 0;
  const low = hex(mix(salt, serial));
  const high = hex(mix(serial, salt));
  return `${hex(head)}-${low.slice(0, 4)}-4${low.slice(5)}-a${high.slice(5)}-${low.slice(0, 4)}${high}`;
}

/** The serial that an id would hold; check the record found against the whole id. */
export function serialOf(salt: number, id: string): number {
  const head = Number.parseInt(id.slice(0, 8), 16);
  return Math.imul(head ^ salt, GOLDEN_INVERSE) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
