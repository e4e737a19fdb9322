interface Held<V> {
  readonly value: V;
  readonly bytes: number;
}

/** What one owner has put, the longest unused first. */
interface Shelf<V> {
  readonly held: Map<string, Held<V>>;
  bytes: number;
}

/**
 * A memory that many owners fill, bounded by what its values weigh. When there is no more room, what the owner with the most has not used
 * for longest goes: nobody's values go for those of somebody who has more.
 */
export class SharedMemory<V> {
  private readonly shelves = new Map<string, Shelf<V>>();
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
    const shelf = this.shelfOf(key);
    const held = shelf?.held.get(key);
    if (shelf === undefined || held === undefined) return undefined;
    shelf.held.delete(key);
    shelf.held.set(key, held);
    return held.value;
  }

  set(key: string, value: V, bytes: number, owner: string): void {
    this.delete(key);
    if (bytes > this.largest) return;
    const shelf = this.shelves.get(owner) ?? { held: new Map<string, Held<V>>(), bytes: 0 };
    this.shelves.set(owner, shelf);
    this.owners.set(key, owner);
    shelf.held.set(key, { value, bytes });
    shelf.bytes += bytes;
    this.total += bytes;
    while (this.total > this.room) this.dropOne();
  }

  delete(key: string): boolean {
    const owner = this.owners.get(key);
    const shelf = this.shelfOf(key);
    const held = shelf?.held.get(key);
    if (owner === undefined || shelf === undefined || held === undefined) return false;
    this.owners.delete(key);
    shelf.held.delete(key);
    shelf.bytes -= held.bytes;
    this.total -= held.bytes;
    if (shelf.held.size === 0) this.shelves.delete(owner);
    return true;
  }

  private shelfOf(key: string): Shelf<V> | undefined {
    const owner = this.owners.get(key);
    return owner === undefined ? undefined : this.shelves.get(owner);
  }

  private dropOne(): void {
    let fullest: Shelf<V> | undefined;
    for (const shelf of this.shelves.values()) if (shelf.bytes > (fullest?.bytes ?? 0)) fullest = shelf;
    for (const key of fullest?.held.keys() ?? []) {
      this.delete(key);
      return;
    }
  }
}
