/** Who wants to know of servers that something was recorded of. */
export class RecordedListeners {
  private readonly listeners = new Set<(server: string | null) => void>();

  /** Returns how to stop listening. */
  add(listener: (server: string | null) => void): () => void {
    const one = (server: string | null): void => listener(server);
    this.listeners.add(one);
    return () => void this.listeners.delete(one);
  }

  /** null: of any. */
  tell(server: string | null): void {
    for (const listener of this.listeners) listener(server);
  }
}
