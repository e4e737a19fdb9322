import type { Milliseconds } from '../model/instant.js';

const MINUTE = 60_000;

/** A length of time for a sentence, in at most two units: "3 days 4 hours", "26 minutes", "less than a minute". */
export function inWords(length: Milliseconds): string {
  const minutes = Math.floor(length / MINUTE);
  if (minutes === 0) return 'less than a minute';
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return count(minutes, 'minute');
  if (hours < 48) return join(count(hours, 'hour'), count(minutes % 60, 'minute'));
  return join(count(Math.floor(hours / 24), 'day'), count(hours % 24, 'hour'));
}

function count(amount: number, unit: string): string {
  if (amount === 0) return '';
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
