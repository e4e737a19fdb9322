import type { Server } from '../../core/model/server.js';

const PATIENCE_MS = 3_000;

/** What is being tried at a server just now. */
export type Step = (what: string) => void;

/** Says every few seconds which servers keep the doctor waiting, and with what; nothing while all answer at once. */
export class DoctorProgress {
  private readonly waiting = new Map<string, { readonly what: string; readonly since: number }>();
  private readonly timer: NodeJS.Timeout;

  /** @param tell takes a line, without its break. */
  constructor(private readonly tell: (line: string) => void) {
    this.timer = setInterval(() => this.report(), PATIENCE_MS);
    this.timer.unref();
  }

  /** Follows one server to the end of its examination. */
  async during<T>({ key }: Server, work: (step: Step) => Promise<T>): Promise<T> {
    try {
      return await work((what) => this.waiting.set(key, { what, since: performance.now() }));
    } finally {
      this.waiting.delete(key);
    }
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private report(): void {
    for (const [key, { what, since }] of this.waiting) {
      const seconds = Math.round((performance.now() - since) / 1000);
      if (seconds >= 1) this.tell(`${key}: waiting for ${what} (${seconds} s)`);
    }
  }
}
