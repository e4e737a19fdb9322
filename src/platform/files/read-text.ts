import { readFileSync, statSync } from 'node:fs';

const MEBIBYTE = 2 ** 20;

/** A file that gives no text; the message stands behind "the file" and quotes nothing of it. */
export class UnreadableFile extends Error {
  constructor(
    message: string,
    /** `ENOENT` and the like, where the system said so. */
    readonly code?: string,
  ) {
    super(message);
    this.name = 'UnreadableFile';
  }
}

/** The text of a file. Throws UnreadableFile, also for what would never end, or hold the process for long. */
export function readText(path: string, mostBytes = MEBIBYTE): string {
  return decoded(readBytes(path, mostBytes));
}

/** The same for what may be no text. */
export function readBytes(path: string, mostBytes = MEBIBYTE): Buffer {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new UnreadableFile('cannot be read (EISDIR)', 'EISDIR');
    if (!stats.isFile()) throw new UnreadableFile('is a device or a pipe, where a regular file is expected');
    if (stats.size > mostBytes) throw new UnreadableFile(`holds more than ${mostBytes} bytes`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const code = codeOf(error);
    throw new UnreadableFile(`cannot be read (${code})`, code);
  }
}

function decoded(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below.
  }
  throw new UnreadableFile('is no text in UTF-8');
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : 'unknown error';
}
