import type { Milliseconds } from '../../core/model/instant.js';

const MINUTE: Milliseconds = 60_000;
/** Different things that are told of in a minute; further ones are told of together. */
const MOST_KEYS = 100;
const FURTHER = 'further';

interface Repeated<T> {
  readonly first: T;
  again: number;
}

/** Tells of what repeats: the first at once, and at the end of the minute how often it came again. */
export class Fold<T> {
  private readonly seen = new Map<string, Repeated<T>>();
  private timer: NodeJS.Timeout | undefined;

  /** @param tell hears of the first with a count of 1, and of it again with how many followed. */
  constructor(
    private readonly tell: (first: T, count: number) => void,
    private readonly window: Milliseconds = MINUTE,
  ) {}

  /** `key`: what makes two the same. */
  add(key: string, item: T): void {
    const known = this.seen.get(key) ?? (this.seen.size < MOST_KEYS ? undefined : this.seen.get(FURTHER));
    if (known !== undefined) {
      known.again += 1;
      return;
    }
    this.seen.set(this.seen.size < MOST_KEYS ? key : FURTHER, { first: item, again: 0 });
    this.timer ??= setTimeout(() => this.flush(), this.window).unref();
    this.tell(item, 1);
  }

  /** Tells of what was seen again so far. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const repeated = [...this.seen.values()].filter(({ again }) => again > 0);
    this.seen.clear();
    for (const { first, again } of repeated) this.tell(first, again);
  }
}
