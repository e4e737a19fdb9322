import type { FileHandle } from 'node:fs/promises';
import { readLine, sha256 } from './audit-chain.js';
import type { AuditHead, ReadLine } from './audit-chain.js';
import type { DamagedEvent } from './audit-event.js';

const WINDOW = 64 * 1024;
/** More than this after the last record is no torn line. */
const MOST_DAMAGE = 4 * 1024 * 1024;
const BREAK = 0x0a;

/** How an audit file ends. */
export interface AuditTail {
  /** The last record; null: the file is empty. */
  readonly head: AuditHead | null;
  /** Whether the last record says that the gateway stopped in order. */
  readonly stopped: boolean;
  /** What stands after the last record, if anything. */
  readonly damage: DamagedEvent | null;
  /** Whether a line break has to come before the next record. */
  readonly open: boolean;
}

/** Reads the last record of a file of `size` bytes. Throws where no record is near its end. */
export async function readTail(file: FileHandle, size: number): Promise<AuditTail> {
  if (size === 0) return { head: null, stopped: false, damage: null, open: false };
  for (let window = Math.min(WINDOW, size); ; window = Math.min(window * 2, size)) {
    const { buffer } = await file.read(Buffer.alloc(window), 0, window, size - window);
    const found = lastRecord(buffer, window === size);
    if (found !== undefined) return found;
    if (window === size && size <= MOST_DAMAGE) return onlyDamage(buffer);
    if (window >= MOST_DAMAGE) throw new Error('what the file ends with is no audit record');
  }
}

/** undefined: no whole record is in these bytes, or only the end of one. */
function lastRecord(bytes: Buffer, isWhole: boolean): AuditTail | undefined {
  const open = bytes.at(-1) !== BREAK;
  let end = open ? bytes.length : bytes.length - 1;
  while (end >= 0) {
    const before = end === 0 ? -1 : bytes.lastIndexOf(BREAK, end - 1);
    if (before < 0 && !isWhole) return undefined;
    const record = readLine(bytes.toString('utf8', before + 1, end));
    if (record !== undefined) return tailAfter(record, bytes.subarray(end + 1), open);
    end = before;
  }
  return undefined;
}

function tailAfter({ head, event }: ReadLine, rest: Buffer, open: boolean): AuditTail {
  return {
    head,
    stopped: event.event === 'stop',
    damage: rest.length === 0 ? null : damageOf(rest),
    open,
  };
}

/** Not one record was written whole. */
function onlyDamage(bytes: Buffer): AuditTail {
  return { head: null, stopped: false, damage: damageOf(bytes), open: bytes.at(-1) !== BREAK };
}

/** The break that closes the last line is not part of what is noted: it may be ours. */
function damageOf(bytes: Buffer): DamagedEvent {
  const content = bytes.at(-1) === BREAK ? bytes.subarray(0, -1) : bytes;
  return { event: 'damaged', torn: !bytes.includes(BREAK), bytes: content.length, sha256: sha256(content) };
}
