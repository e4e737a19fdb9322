/** Bytes of an answer for which there is always room. */
export const ROOMLESS_BYTES = 4 * 1024 * 1024;
/** Larger answers that are held at once. Each may be as large as an answer may be. */
const PLACES = 3;

/** Gives a place back. */
export type Leave = () => void;

/**
 * Bounds the bytes in flight over all servers: of the answers that outgrow what there is always room for, few are held at once, and one
 * of a server, so that none of them keeps the others waiting.
 */
class AnswerRoom {
  private readonly inside = new Set<object>();
  private readonly waiting: { readonly owner: object; readonly enter: () => void }[] = [];

  /** Resolves when there is a place for an answer to `owner`; rejects with the signal's reason. */
  enter(owner: object, signal: AbortSignal): Promise<Leave> {
    return new Promise((resolve, reject) => {
      const place = {
        owner,
        enter: (): void => {
          signal.removeEventListener('abort', giveUp);
          resolve(() => this.leave(owner));
        },
      };
      const giveUp = (): void => {
        this.waiting.splice(this.waiting.indexOf(place), 1);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return reject(signal.reason as Error);
      signal.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(place);
      this.admit();
    });
  }

  private leave(owner: object): void {
    this.inside.delete(owner);
    this.admit();
  }

  /** In the order they came, but past those whose server holds a place. */
  private admit(): void {
    for (const place of [...this.waiting]) {
      if (this.inside.size >= PLACES) return;
      if (this.inside.has(place.owner)) continue;
      this.waiting.splice(this.waiting.indexOf(place), 1);
      this.inside.add(place.owner);
      place.enter();
    }
  }
}

/** The one room of the process. */
export const ANSWER_ROOM = new AnswerRoom();
