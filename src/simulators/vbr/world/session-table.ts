import { SESSION_TYPE_NAMES } from '../revisions.js';
import type { SessionType } from '../revisions.js';
import { NumberedIds } from './ids.js';

const RESULTS = ['None', 'Success', 'Warning', 'Failed'] as const;
export type SessionResult = (typeof RESULTS)[number];

/** A session as the server keeps it. Whether it runs is a question of the clock: it does until `endTime`. */
export interface SessionRecord {
  /** Position in the table; sessions are in order of creation. */
  index: number;
  id: string;
  /** Index of the job in `world.jobs`; null for the server's own work. */
  jobIndex: number | null;
  type: SessionType;
  /** Epoch milliseconds. */
  creationTime: number;
  /** Epoch milliseconds, also while it still runs; null for work without an end. */
  endTime: number | null;
  /** What it ends with. */
  result: SessionResult;
  canceled: boolean;
  full: boolean;
  /** Started by a person, not by the schedule. */
  manual: boolean;
  /** 0 for the first attempt of a run. */
  retryNumber: number;
  /** Index of the first attempt of its run; its own index where it is the first. */
  originalIndex: number;
}

/** What a session that came from a request says about itself. */
export interface SessionNote {
  /** Absent: the name of its job. */
  name?: string;
  initiatedBy: string;
  /** The object it works on; absent: as for any other session. */
  resource?: { id: string; reference: string };
  /** Why it ended as it did. */
  message?: string;
}

/** What decides how a session stands. */
export type SessionEnding = Pick<SessionRecord, 'creationTime' | 'endTime' | 'result'>;

export type NewSession = Omit<SessionRecord, 'index' | 'id' | 'originalIndex'> & { originalIndex?: number };

const NO_END = 0xffff_ffff;
const NO_JOB = -1;
const CANCELED = 1;
const FULL = 2;
const MANUAL = 4;

/** All sessions of a server in typed columns, 24 bytes each, so that a million fit in memory. */
export class SessionTable implements Iterable<SessionRecord> {
  private count = 0;
  private creation: Float64Array;
  private duration: Uint32Array;
  private job: Int32Array;
  private original: Uint32Array;
  private type: Uint8Array;
  private result: Uint8Array;
  private flags: Uint8Array;
  private retry: Uint8Array;
  private readonly lastOfJob = new Map<number, number>();
  private readonly ids: NumberedIds;

  constructor(seed: number, capacity: number) {
    this.ids = new NumberedIds(seed);
    this.creation = new Float64Array(capacity);
    this.duration = new Uint32Array(capacity);
    this.job = new Int32Array(capacity);
    this.original = new Uint32Array(capacity);
    this.type = new Uint8Array(capacity);
    this.result = new Uint8Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.retry = new Uint8Array(capacity);
  }

  get length(): number {
    return this.count;
  }

  /** Appends a session and gives its index; `creationTime` must not lie before that of the last one. */
  add(session: NewSession): number {
    if (this.count > 0 && session.creationTime < (this.creation[this.count - 1] ?? 0))
      throw new RangeError('Sessions are kept in order of creation');
    if (this.count === this.creation.length) this.grow();
    const index = this.count;
    this.count += 1;
    this.creation[index] = session.creationTime;
    this.job[index] = session.jobIndex ?? NO_JOB;
    this.original[index] = session.originalIndex ?? index;
    this.type[index] = SESSION_TYPE_NAMES.indexOf(session.type);
    this.retry[index] = session.retryNumber;
    this.flags[index] = (session.full ? FULL : 0) | (session.manual ? MANUAL : 0);
    this.setEnd(index, session.endTime, session.result, session.canceled);
    if (session.jobIndex !== null) this.lastOfJob.set(session.jobIndex, index);
    return index;
  }

  /** Changes when and how a session ends (it was stopped). */
  setEnd(index: number, endTime: number | null, result: SessionResult, canceled: boolean): void {
    this.duration[index] = endTime === null ? NO_END : Math.max(0, endTime - this.creationTime(index));
    this.result[index] = RESULTS.indexOf(result);
    this.flags[index] = ((this.flags[index] ?? 0) & ~CANCELED) | (canceled ? CANCELED : 0);
  }

  at(index: number): SessionRecord {
    const flags = this.flags[index] ?? 0;
    return {
      index,
      id: this.ids.encode(index),
      jobIndex: this.jobIndex(index),
      type: this.typeAt(index),
      ...this.endingAt(index),
      canceled: (flags & CANCELED) !== 0,
      full: (flags & FULL) !== 0,
      manual: (flags & MANUAL) !== 0,
      retryNumber: this.retry[index] ?? 0,
      originalIndex: this.original[index] ?? index,
    };
  }

  /** The part of a session that decides how it stands, cheaper than the whole. */
  endingAt(index: number): SessionEnding {
    return {
      creationTime: this.creationTime(index),
      endTime: this.endTime(index),
      result: RESULTS[this.result[index] ?? 0] ?? 'None',
    };
  }

  find(id: string): SessionRecord | undefined {
    const index = this.ids.decode(id)?.number;
    return index !== undefined && index < this.count ? this.at(index) : undefined;
  }

  idAt(index: number): string {
    return this.ids.encode(index);
  }

  /** The newest session of a job; undefined when it never ran. */
  lastOf(jobIndex: number): SessionRecord | undefined {
    const index = this.lastOfJob.get(jobIndex);
    return index === undefined ? undefined : this.at(index);
  }

  creationTime(index: number): number {
    return this.creation[index] ?? 0;
  }

  endTime(index: number): number | null {
    const duration = this.duration[index] ?? 0;
    return duration === NO_END ? null : this.creationTime(index) + duration;
  }

  jobIndex(index: number): number | null {
    const job = this.job[index] ?? NO_JOB;
    return job === NO_JOB ? null : job;
  }

  typeAt(index: number): SessionType {
    return SESSION_TYPE_NAMES[this.type[index] ?? 0] ?? 'BackupJob';
  }

  /** The first index whose creation time is `time` or later. */
  firstSince(time: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.creationTime(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  *[Symbol.iterator](): Iterator<SessionRecord> {
    for (let index = 0; index < this.count; index += 1) yield this.at(index);
  }

  private grow(): void {
    const capacity = Math.max(64, Math.ceil(this.creation.length * 1.5));
    const into = <T extends { set(values: T): void }>(larger: T, values: T): T => {
      larger.set(values);
      return larger;
    };
    this.creation = into(new Float64Array(capacity), this.creation);
    this.duration = into(new Uint32Array(capacity), this.duration);
    this.job = into(new Int32Array(capacity), this.job);
    this.original = into(new Uint32Array(capacity), this.original);
    this.type = into(new Uint8Array(capacity), this.type);
    this.result = into(new Uint8Array(capacity), this.result);
    this.flags = into(new Uint8Array(capacity), this.flags);
    this.retry = into(new Uint8Array(capacity), this.retry);
  }
}
