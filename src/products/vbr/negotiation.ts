import { REVISIONS, revisionsIn } from './revision.js';

/** Which REST revision is spoken with one server: the configured one, or the newest that both sides know. */
export class Negotiation {
  private settled: string | null;

  constructor(private readonly configured: string | null) {
    this.settled = configured;
  }

  /** null: nobody has signed in yet. */
  get current(): string | null {
    return this.settled;
  }

  /** What to try, best first. */
  get candidates(): readonly string[] {
    return this.configured === null ? REVISIONS : [this.configured];
  }

  settle(revision: string): void {
    this.settled = revision;
  }

  /** The candidate to try after some were refused; `refusal` is the server's answer, which may list what it offers. */
  next(refused: readonly string[], refusal: string): string | undefined {
    const offered = revisionsIn(refusal).filter((revision) => !refused.includes(revision));
    const left = this.candidates.filter((revision) => !refused.includes(revision));
    return offered.length === 0 ? left[0] : left.find((revision) => offered.includes(revision));
  }
}
