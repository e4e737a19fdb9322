const GIB = 1024 ** 3;

/** Whole bytes from the product's "GB", which are units of 1024³; null for a missing or negative figure. */
export function gibToBytes(value: number | null): number | null {
  return value === null ? null : toBytes(value * GIB);
}

/** Whole bytes; null for a missing or negative figure, and for one that cannot be told exactly. */
export function toBytes(value: number | null): number | null {
  if (value === null || value < 0) return null;
  const bytes = Math.round(value);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** 0 to 100; null for anything else. */
export function toPercent(value: number | null): number | null {
  return value === null || value < 0 || value > 100 ? null : value;
}
