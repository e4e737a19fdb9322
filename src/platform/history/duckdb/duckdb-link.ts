import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { HistoryAway } from '../../../core/errors/history-away.js';
import type { Milliseconds } from '../../../core/model/instant.js';
import type { HistoryObserver } from '../history-observer.js';
import type { SqlLink, SqlRow, Statement } from '../sql/sql-link.js';
import { HistoryRefused } from '../history-refused.js';
import { FILE_NAME } from './journal-file-name.js';
import { JournalProcess, ProcessFailed } from './journal-process.js';
import type { Answer, Ask, DamagedPart } from './protocol.js';

const PATIENCE: Milliseconds = 30_000;
/** Opening reads the log of what was written last; a copy of the whole takes longest. */
const LONG_PATIENCE: Milliseconds = 600_000;
/** Bytes of the file system that are left to others, the audit before all; half of it where it is smaller than twice that. */
const LEFT_TO_OTHERS = 256 * 2 ** 20;
const FIRST_PAUSE: Milliseconds = 500;
const LONGEST_PAUSE: Milliseconds = 30_000;

/** The file of the journal, held by a process that is started again when it ends. */
export class DuckDbLink implements SqlLink {
  private process: JournalProcess | null = null;
  private why = 'it is being opened';
  private isClosed = false;
  private pause = FIRST_PAUSE;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    private readonly observer: HistoryObserver,
  ) {}

  /** Rejects with HistoryRefused when somebody has to change something before the file can be used. */
  async open(): Promise<void> {
    try {
      await this.start(null);
    } catch (error) {
      throw new HistoryRefused(messageOf(error), 'history.path');
    }
  }

  /** The process that holds the file now; undefined: none. */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  async write(statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]> {
    return rowsIn(await this.ask({ do: 'write', statements }, PATIENCE));
  }

  async read(statement: Statement): Promise<readonly SqlRow[]> {
    return rowsIn(await this.ask({ do: 'read', statement }, PATIENCE))[0] ?? [];
  }

  async compact(always = false): Promise<void> {
    await this.ask({ do: 'compact', always }, LONG_PATIENCE);
  }

  /** What servers tell has no end; what is kept of it must not fill the disk. */
  async requireRoom(): Promise<void> {
    const { bavail, blocks, bsize } = await statfs(this.folder);
    if (bavail * bsize > Math.min(LEFT_TO_OTHERS, (blocks * bsize) / 2)) return;
    const why = `the disk of ${this.folder} is nearly full: nothing more is kept until there is room`;
    this.observer.failed(why);
    throw new HistoryAway(why);
  }

  async bytes(): Promise<number> {
    return [FILE_NAME, `${FILE_NAME}.wal`]
      .map((name) => statSync(join(this.folder, name), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.process?.close();
  }

  private async ask(ask: Ask, within: Milliseconds): Promise<Answer> {
    const { process } = this;
    if (this.isClosed) throw new HistoryAway('it is closed');
    if (process === null) throw new HistoryAway(this.why);
    try {
      return await process.ask(ask, within);
    } catch (error) {
      const part = damagedPart(error);
      if (part !== null) this.replace(process, part);
      this.observer.failed(messageOf(error));
      throw error;
    }
  }

  /** Starts a process, and once more after damaged files were found, because that process may be damaged too. */
  private async start(
    putAside: DamagedPart | null,
    again: readonly DamagedPart[] = ['log', 'all'],
  ): Promise<void> {
    const process = new JournalProcess();
    try {
      const answer = await process.ask({ do: 'open', folder: this.folder, putAside }, LONG_PATIENCE);
      if ('opened' in answer && answer.putAside.length > 0) this.observer.putAside(answer.putAside);
    } catch (error) {
      process.kill();
      await process.ended;
      const part = damagedPart(error);
      if (part === null || !again.includes(part)) throw error;
      return this.start(part, again.slice(again.indexOf(part) + 1));
    }
    if (this.isClosed) return process.close();
    this.process = process;
    this.pause = FIRST_PAUSE;
    this.observer.opened();
    void process.ended.then(() => this.lost(process, null));
  }

  private replace(process: JournalProcess, part: DamagedPart): void {
    if (this.process !== process) return;
    process.kill();
    void process.ended.then(() => this.lost(process, part));
  }

  private lost(process: JournalProcess, part: DamagedPart | null): void {
    if (this.process !== process) return;
    this.process = null;
    this.away('the process that holds its file has ended, and is started again');
    this.startLater(part);
  }

  private startLater(part: DamagedPart | null): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      this.start(part).catch((error: unknown) => {
        this.away(messageOf(error));
        this.startLater(null);
      });
    }, this.pause);
    this.timer.unref();
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  private away(why: string): void {
    this.why = why;
    if (!this.isClosed) this.observer.away(why);
  }
}

function damagedPart(error: unknown): DamagedPart | null {
  if (!(error instanceof ProcessFailed)) return null;
  return error.why === 'damaged' ? 'all' : error.why === 'log damaged' ? 'log' : null;
}

function rowsIn(answer: Answer): readonly (readonly SqlRow[])[] {
  return 'rows' in answer ? answer.rows : [];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
