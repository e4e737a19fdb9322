/** RFC 3339 in UTC. */
export function time(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

/** ISO 8601, as the schema writes durations; null for what has not ended. */
export function duration(from: number, to: number | null): string | null {
  return to === null ? null : iso(Math.max(0, to - from));
}

export function iso(length: number): string {
  if (length === 0) return 'PT0S';
  if (length % 86_400_000 === 0) return `P${length / 86_400_000}D`;
  const hours = Math.floor(length / 3_600_000);
  const minutes = Math.floor((length % 3_600_000) / 60_000);
  const seconds = (length % 60_000) / 1000;
  return `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
}
