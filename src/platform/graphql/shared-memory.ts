interface Held<V> {
  readonly value: V;
  readonly bytes: number;
}

/** What one owner has put, the longest unused first. */
interface Share<V> {
  readonly held: Map<string, Held<V>>;
  bytes: number;
}

/**
 * A memory that many owners fill, bounded by what its values weigh. When there is no more room, what the owner with the most has not used
 * for longest goes: nobody's values go for those of somebody who has more.
 */
export class SharedMemory<V> {
  private readonly shares = new Map<string, Share<V>>();
  private readonly owners = new Map<string, string>();
  private total = 0;

  /**
   * @param room bytes for everybody.
   * @param largest what weighs more is not kept.
   */
  constructor(
    private readonly room: number,
    private readonly largest = room / 4,
  ) {}

  /** Bytes in use. */
  get size(): number {
    return this.total;
  }

  get(key: string): V | undefined {
    const share = this.shareOf(key);
    const held = share?.held.get(key);
    if (share === undefined || held === undefined) return undefined;
    share.held.delete(key);
    share.held.set(key, held);
    return held.value;
  }

  set(key: string, value: V, bytes: number, owner: string): void {
    this.delete(key);
    if (bytes > this.largest) return;
    const share = this.shares.get(owner) ?? { held: new Map<string, Held<V>>(), bytes: 0 };
    this.shares.set(owner, share);
    this.owners.set(key, owner);
    share.held.set(key, { value, bytes });
    share.bytes += bytes;
    this.total += bytes;
    while (this.total > this.room) this.dropOne();
  }

  delete(key: string): boolean {
    const owner = this.owners.get(key);
    const share = this.shareOf(key);
    const held = share?.held.get(key);
    if (owner === undefined || share === undefined || held === undefined) return false;
    this.owners.delete(key);
    share.held.delete(key);
    share.bytes -= held.bytes;
    this.total -= held.bytes;
    if (share.held.size === 0) this.shares.delete(owner);
    return true;
  }

  private shareOf(key: string): Share<V> | undefined {
    const owner = this.owners.get(key);
    return owner === undefined ? undefined : this.shares.get(owner);
  }

  private dropOne(): void {
    let fullest: Share<V> | undefined;
    for (const share of this.shares.values()) if (share.bytes > (fullest?.bytes ?? 0)) fullest = share;
    for (const key of fullest?.held.keys() ?? []) {
      this.delete(key);
      return;
    }
  }
}
