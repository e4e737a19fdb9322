/** What one operation has read, each thing once. The key tells what it is, and so its type. */
export class OnceMemory {
  private readonly readings = new Map<string, Promise<unknown>>();

  /** What was read under the key before, else what `load` reads now. */
  once<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.readings.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const loading = load();
    this.readings.set(key, loading);
    return loading;
  }

  clear(): void {
    this.readings.clear();
  }
}
