import type { AuditHead, ReadLine } from './audit-chain.js';
import { NO_RECORDS, readLine, sha256 } from './audit-chain.js';

const BREAK = Buffer.from('\n');

export interface ChainCheckOptions {
  /** Other lines stand between the records, and every start of a process begins a new chain: a collected output. */
  readonly mixed?: boolean;
  /** A head that was remembered elsewhere; its record must be there. */
  readonly expected?: AuditHead;
}

export interface ChainReport {
  readonly records: number;
  readonly head: AuditHead;
  /** What is no mistake, but should be looked at. */
  readonly notices: readonly string[];
  /** The first thing that is wrong; null: nothing is. */
  readonly broken: string | null;
}

/** Follows the chain line by line, over one file or several in their order. */
export class ChainCheck {
  private records = 0;
  private head = NO_RECORDS;
  private stopped = true;
  private broken: string | null = null;
  private readonly notices: string[] = [];
  private unreadable: { place: string; lines: Buffer[] } | null = null;
  private expectedFound = false;
  private isNewFile = true;

  constructor(private readonly options: ChainCheckOptions = {}) {}

  nextFile(): void {
    this.isNewFile = true;
  }

  /** Takes the next line, without its break; `place` names it. false: the chain is broken, nothing more is looked at. */
  take(line: Buffer, place: string): boolean {
    if (this.broken !== null) return false;
    const record = readLine(line.toString('utf8'));
    if (record === undefined) this.takeUnreadable(line, place);
    else this.takeRecord(record, place);
    return this.broken === null;
  }

  /** `isOpen`: the last line has no break at its end. */
  end(isOpen: boolean): ChainReport {
    if (this.unreadable !== null && this.broken === null) this.endUnreadable(this.unreadable, isOpen);
    const { expected } = this.options;
    if (expected !== undefined && !this.expectedFound)
      this.broken ??= `record ${expected.seq} with the remembered hash is not here: records were cut off or replaced`;
    return { records: this.records, head: this.head, notices: this.notices, broken: this.broken };
  }

  private takeUnreadable(line: Buffer, place: string): void {
    if (this.options.mixed === true && !line.toString('utf8').startsWith('{"seq":')) return;
    this.unreadable ??= { place, lines: [] };
    this.unreadable.lines.push(line);
  }

  private takeRecord(record: ReadLine, place: string): void {
    this.checkUnreadable(record, place);
    this.checkOrder(record, place);
    if (this.broken !== null) return;
    const { event } = record.event;
    if (event === 'start' && !this.stopped)
      this.notices.push(
        `${place}: the gateway started without having stopped: it crashed, or records were cut off`,
      );
    this.stopped = event === 'stop';
    this.head = record.head;
    this.records += 1;
    const { expected } = this.options;
    if (expected?.seq === record.head.seq && expected.hash === record.head.hash) this.expectedFound = true;
    this.isNewFile = false;
  }

  /** Lines that are no records are accounted for by a record that says so, and by nothing else. */
  private checkUnreadable({ event }: ReadLine, place: string): void {
    if (this.unreadable === null) return;
    const content = Buffer.concat(
      this.unreadable.lines.flatMap((line, index) => (index === 0 ? [line] : [BREAK, line])),
    );
    const isNoted = event.event === 'damaged' && event.sha256 === sha256(content);
    if (isNoted && event.torn && isTorn(this.unreadable.lines))
      this.notices.push(`${place}: ${event.bytes} bytes before it are damaged, as it says`);
    else if (isNoted)
      this.broken = `${this.unreadable.place}: records were destroyed while the gateway did not run; a crash leaves one unfinished line, never ${event.bytes} bytes in whole lines`;
    else this.broken = `${this.unreadable.place}: this is no record as it was written`;
    this.unreadable = null;
  }

  private checkOrder({ head, prev, event }: ReadLine, place: string): void {
    if (head.seq === this.head.seq + 1 && prev === this.head.hash) return;
    const begins = head.seq === 1 && prev === NO_RECORDS.hash && event.event === 'start';
    if (begins && (this.isNewFile || this.options.mixed === true))
      this.notices.push(`${place}: a new chain begins`);
    else if (this.records === 0)
      this.notices.push(`${place}: begins with record ${head.seq}; those before it are not here`);
    else
      this.broken ??= `${place}: record ${head.seq} does not follow record ${this.head.seq}: records were removed, added or moved`;
  }

  private endUnreadable(
    { place, lines }: { place: string; lines: readonly Buffer[] },
    isOpen: boolean,
  ): void {
    if (isOpen && isTorn(lines)) this.notices.push(`${place}: the last line is not finished`);
    else this.broken = `${place}: this is no record as it was written`;
  }
}

/** A write that was cut off leaves a part of one line. */
function isTorn(lines: readonly Buffer[]): boolean {
  return lines.length === 1 && !isJson(String(lines[0]));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
