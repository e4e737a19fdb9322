import { open, stat, statfs } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readTail } from './audit-tail.js';
import type { AuditTail } from './audit-tail.js';

/** Where audit lines go. */
export interface AuditSink {
  /** Makes ready to write. How what is there ends, where that is news; null: as it was left. */
  ready(): Promise<AuditTail | null>;
  /** Resolves when the text will survive a crash of the gateway, and of the machine where the sink can see to that. */
  append(text: string): Promise<void>;
  /** Whether there is more room than changes are likely to need. */
  hasRoomToSpare(): Promise<boolean>;
  close(): Promise<void>;
}

/** Bytes of the file system that are kept for changes; half of it where it is smaller than twice that. */
const RESERVED = 64 * 2 ** 20;

/**
 * A file that only grows, readable by its owner alone. Whoever renames it (log rotation) finds the next record in a new file.
 */
export class AuditFile implements AuditSink {
  private file: FileHandle | null = null;
  private size = 0;

  constructor(private readonly path: string) {}

  async ready(): Promise<AuditTail | null> {
    if (this.file !== null && (await this.isUntouched(this.file))) return null;
    await this.close();
    this.file = await open(this.path, 'a+', 0o600);
    const { size } = await this.file.stat();
    this.size = size;
    return readTail(this.file, size);
  }

  async append(text: string): Promise<void> {
    if (this.file === null) throw new Error('the audit file is not open');
    try {
      await this.file.appendFile(text);
      await this.file.datasync();
      this.size += Buffer.byteLength(text);
    } catch (error) {
      // Nobody knows how much was written: the file is looked at anew before the next record.
      await this.close();
      throw error;
    }
  }

  async hasRoomToSpare(): Promise<boolean> {
    const { bavail, blocks, bsize } = await statfs(dirname(this.path));
    return bavail * bsize > Math.min(RESERVED, (blocks * bsize) / 2);
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }

  private async isUntouched(file: FileHandle): Promise<boolean> {
    const [own, named] = await Promise.all([file.stat(), stat(this.path).catch(() => null)]);
    return named !== null && named.ino === own.ino && named.dev === own.dev && own.size === this.size;
  }
}
