import { statSync } from 'node:fs';
import type { Milliseconds } from '../../core/model/instant.js';

const LOOK_EVERY: Milliseconds = 250;

/**
 * Notices that files have become others since it was made: make it before the first reading. Files are looked at, not listened to: links, mounted
 * volumes and network shares are exchanged without notice.
 */
export class FileWatch {
  private version: string;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly paths: readonly string[]) {
    this.version = this.look();
  }

  /** Whether a file was written, exchanged, removed or made since this was last asked. */
  hasChanged(): boolean {
    const version = this.look();
    if (version === this.version) return false;
    this.version = version;
    return true;
  }

  /** Calls when files have changed and then stayed as they are for one look: editors and orchestrators write in several steps. */
  start(changed: () => void): void {
    let isUnsettled = false;
    this.timer = setInterval(() => {
      const isWritten = this.hasChanged();
      if (!isWritten && isUnsettled) changed();
      isUnsettled = isWritten;
    }, LOOK_EVERY).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): string {
    return this.paths.map(versionOf).join('; ');
  }
}

/** Another text whenever the file is another one, was written to or may be read by others. */
function versionOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return 'none';
  }
}
