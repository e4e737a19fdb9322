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

  /** A part of the answer stands as long as this is current. */
  used(token: VersionToken): void {
    this.tokens.add(token);
  }

  /** A part of the answer was true for a moment only: activity, health, the clock, a change, a failure. */
  live(): void {
    this.usedLive = true;
    this.tokens.clear();
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
