import type { Clock, Milliseconds } from '../model/instant.js';

/** Tells whether something that was read is still what would be read now. */
export interface VersionToken {
  /** False once there is a newer version, or once it is older than its reader allowed. Asking counts as using it. */
  isCurrent(): boolean;
}

/**
 * What one operation's answer was made of. An answer made of snapshots alone may be given again for as long as all of them are
 * current. Whatever is not proven to be from a snapshot counts as live, so that something forgotten costs speed, never truth.
 */
export class Provenance {
  private readonly tokens = new Set<VersionToken>();
  private usedLive = false;
  private usedMoment = false;

  /** A part of the answer stands as long as this is current. */
  used(token: VersionToken): void {
    if (!this.usedLive) this.tokens.add(token);
  }

  /**
   * A part of the answer was read from a server now, or follows from the time it is. It may be given again only while it is
   * younger than the age the asker named; undefined: the asker named none.
   * @param clock a steady one.
   */
  momentary(clock: Clock, maxAge: Milliseconds | undefined): void {
    if (maxAge === undefined || maxAge <= 0) return this.live();
    this.usedMoment = true;
    const end = clock() + maxAge;
    this.used({ isCurrent: () => clock() <= end });
  }

  /** A part of the answer was true for a moment only: health, a change, a failure, an age that nobody allowed. */
  live(): void {
    this.usedLive = true;
    this.tokens.clear();
  }

  /** A part of it is read from a server each time it is made, however much is in memory. */
  get isMomentary(): boolean {
    return this.usedMoment;
  }

  /** Nothing live went into the answer. Ask when the answer is complete. */
  get reusable(): boolean {
    return !this.usedLive;
  }

  /** The answer would come out the same now, by all that went into it. */
  isCurrent(): boolean {
    if (this.usedLive) return false;
    for (const token of this.tokens) if (!token.isCurrent()) return false;
    return true;
  }
}
