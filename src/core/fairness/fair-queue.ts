/** A queue in which owners take turns: whoever has much waiting delays nobody but himself. Within an owner first come, first served. */
export class FairQueue<T> {
  /** In the order of turns. */
  private readonly lines = new Map<string, T[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  lengthOf(owner: string): number {
    return this.lines.get(owner)?.length ?? 0;
  }

  push(owner: string, item: T): void {
    const line = this.lines.get(owner);
    if (line === undefined) this.lines.set(owner, [item]);
    else line.push(item);
    this.count += 1;
  }

  /** The next one whose turn it is; undefined: nobody waits. */
  shift(): T | undefined {
    for (const [owner, line] of this.lines) {
      const item = line.shift();
      this.lines.delete(owner);
      if (line.length > 0) this.lines.set(owner, line);
      this.count -= 1;
      return item;
    }
    return undefined;
  }

  /** Takes out one who gives up; nothing happens when it is not there. */
  remove(owner: string, item: T): void {
    const line = this.lines.get(owner);
    const index = line?.indexOf(item) ?? -1;
    if (line !== undefined && index >= 0) this.cut(owner, line, index);
  }

  /** Takes out the newest of the owner with most waiting, provided that `owner` would still have less after one more. */
  dropInFavourOf(owner: string): T | undefined {
    let longest: [string, T[]] | undefined;
    for (const entry of this.lines) if (entry[1].length > (longest?.[1].length ?? 0)) longest = entry;
    if (longest === undefined || longest[1].length <= this.lengthOf(owner) + 1) return undefined;
    return this.cut(longest[0], longest[1], longest[1].length - 1);
  }

  private cut(owner: string, line: T[], index: number): T | undefined {
    const [item] = line.splice(index, 1);
    if (line.length === 0) this.lines.delete(owner);
    this.count -= 1;
    return item;
  }
}
