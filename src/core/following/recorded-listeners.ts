/** Who wants to know of servers that something was recorded of. */
export class RecordedListeners {
  private readonly listeners = new Set<(server: string) => void>();

  /** Returns how to stop listening. */
  add(listener: (server: string) => void): () => void {
    const one = (server: string): void => listener(server);
    this.listeners.add(one);
    return () => void this.listeners.delete(one);
  }

  tell(server: string): void {
    for (const listener of this.listeners) listener(server);
  }
}
