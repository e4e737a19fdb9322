import { createHash } from 'node:crypto';
import type { AuditEvent } from './audit-event.js';

/** Where a chain stands: what the next record refers to. */
export interface AuditHead {
  /** Number of the last record, counted from 1; 0: there is none. */
  readonly seq: number;
  /** Its hash. */
  readonly hash: string;
}

export const NO_RECORDS: AuditHead = { seq: 0, hash: '0'.repeat(64) };

const LINE = /^(\{"seq":(\d+),.*"prev":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"\}$/;

export interface SealedLine {
  /** Without the line break. */
  readonly line: string;
  readonly head: AuditHead;
}

/** A record as a line: JSON whose last two keys are the hash of the line before and its own, SHA-256 over all that stands before. */
export function seal(event: AuditEvent, time: Date, { seq, hash: prev }: AuditHead): SealedLine {
  const body = JSON.stringify({ seq: seq + 1, time: time.toISOString(), ...event, prev });
  const hash = sha256(body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, head: { seq: seq + 1, hash } };
}

export interface ReadLine {
  readonly head: AuditHead;
  readonly prev: string;
  readonly event: AuditEvent;
}

/** undefined: the line is no record, or not the one that was written. */
export function readLine(line: string): ReadLine | undefined {
  const [, body, seq, prev, hash] = LINE.exec(line) ?? [];
  if (body === undefined || seq === undefined || prev === undefined || hash === undefined) return undefined;
  if (sha256(`${body}}`) !== hash) return undefined;
  return { head: { seq: Number(seq), hash }, prev, event: JSON.parse(line) as AuditEvent };
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
