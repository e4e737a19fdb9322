/** Levels of nesting; the products use a dozen. */
const DEEPEST = 64;
/** Values of one answer; a page of a thousand full jobs has some hundred thousand. */
const MOST_VALUES = 3_000_000;
/** What cannot be parsed in pieces: a row, or what stands around the rows. */
const LARGEST_ROW_BYTES = 16 * 1024 * 1024;
const LARGEST_ROW_VALUES = 400_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** A list so long that it is parsed by pieces: the body itself, or a field of the object that is the body. */
export interface LongList {
  /** The field's name as it is written, with its quotes; null: the body itself. */
  readonly name: string | null;
  /** Behind the opening bracket. */
  readonly start: number;
  /** At the closing bracket. */
  readonly end: number;
  /** Commas between elements at which it may be cut. */
  readonly cuts: readonly number[];
}

/**
 * Looks through JSON step by step, for how deep and how much it is and where its rows begin. That it is JSON is left to the parser: of
 * anything else it finds something or other.
 */
export class JsonScan {
  readonly longLists: LongList[] = [];
  /** What goes beyond the bounds; null: nothing does. */
  excess: string | null = null;
  private at = 0;
  private depth = 0;
  private values = 0;
  private inString = false;
  /** The level of the elements of lists that may be cut; 0: the body is neither list nor object. */
  private rowLevel = 0;
  private listStart = -1;
  private pieceStart = 0;
  private pieceValues = 0;
  private cuts: number[] = [];
  /** Where the latest text of the first level begins and ends: before a list, its field's name. */
  private nameStart = 0;
  private nameEnd = 0;
  /** Bytes that are not in long lists, and values that are. */
  private restBytes: number;
  private listedValues = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly piece: number,
  ) {
    this.restBytes = bytes.length;
  }

  /** Goes on by so many bytes. False: it has come to the end, or to something in excess. */
  step(length: number): boolean {
    const { bytes } = this;
    const end = Math.min(bytes.length, this.at + length);
    while (this.at < end && this.excess === null) {
      if (this.inString) this.readString(end);
      else this.readMark(bytes[this.at] ?? 0);
      this.at += 1;
    }
    if (this.at >= bytes.length) this.judge(this.restBytes, this.values - this.listedValues);
    return this.at < bytes.length && this.excess === null;
  }

  /** Leaves `at` on the closing quote, or before `end`. */
  private readString(end: number): void {
    const { bytes } = this;
    let at = this.at;
    while (at < end) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.inString = false;
        if (this.depth === 1) this.nameEnd = at + 1;
        break;
      }
      at += byte === BACKSLASH ? 2 : 1;
    }
    this.at = at;
    if (this.inString) this.at -= 1;
  }

  private readMark(byte: number): void {
    switch (byte) {
      case QUOTE:
        this.inString = true;
        if (this.depth === 1) this.nameStart = this.at;
        return;
      case OPEN_LIST:
      case OPEN_OBJECT:
        this.open(byte);
        return;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        this.close();
        return;
      case COMMA:
        this.count();
        if (this.depth === this.rowLevel && this.listStart >= 0) this.cutAt(this.at);
    }
  }

  private open(byte: number): void {
    this.count();
    this.depth += 1;
    if (this.depth > DEEPEST) this.excess = `answered JSON nested more than ${DEEPEST} levels deep`;
    if (this.depth === 1) this.rowLevel = byte === OPEN_LIST ? 1 : 2;
    if (byte !== OPEN_LIST || this.depth !== this.rowLevel) return;
    this.listStart = this.at + 1;
    this.pieceStart = this.listStart;
    this.pieceValues = this.values;
    this.cuts = [];
  }

  private close(): void {
    if (this.depth === this.rowLevel && this.listStart >= 0) this.endList();
    this.depth -= 1;
  }

  private endList(): void {
    const { listStart: start, at: end, cuts } = this;
    this.listStart = -1;
    if (cuts.length === 0) return;
    this.endPiece(end);
    const name = this.rowLevel === 1 ? null : this.bytes.toString('utf8', this.nameStart, this.nameEnd);
    this.longLists.push({ name, start, end, cuts });
  }

  private cutAt(position: number): void {
    if (position - this.pieceStart < this.piece) return;
    this.endPiece(position);
    this.cuts.push(position);
  }

  private endPiece(position: number): void {
    const size = position - this.pieceStart;
    const values = this.values - this.pieceValues;
    this.judge(size, values);
    this.restBytes -= size;
    this.listedValues += values;
    this.pieceStart = position;
    this.pieceValues = this.values;
  }

  /** What is parsed at once. */
  private judge(size: number, values: number): void {
    if (size > LARGEST_ROW_BYTES || values > LARGEST_ROW_VALUES)
      this.excess ??= 'answered a single row that is too large to be read';
  }

  private count(): void {
    this.values += 1;
    if (this.values > MOST_VALUES) this.excess ??= `answered more than ${MOST_VALUES} values at once`;
  }
}
