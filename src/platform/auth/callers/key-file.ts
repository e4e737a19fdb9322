import { statSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import type { Clock, Instant, Milliseconds } from '../../../core/model/instant.js';
import { loadApiKeys } from '../../config/api-keys-file.js';
import type { ApiKey } from '../../config/auth-settings.js';
import { ConfigurationError } from '../../config/configuration-error.js';

const LOOK_EVERY: Milliseconds = 1_000;

/** A file of API keys that is read again when it has changed; a change is seen within a second. Throws ConfigurationError at first. */
export class KeyFile {
  private readonly logger = new Logger('ApiKeys');
  private keys: readonly ApiKey[];
  private version: string;
  private lookedAt: Instant;

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
  ) {
    this.version = versionOf(path);
    this.keys = loadApiKeys(path);
    this.lookedAt = clock();
  }

  /** The keys of the file, or the last good ones while it is wrong. The same list until they change. */
  current(): readonly ApiKey[] {
    const now = this.clock();
    if (now - this.lookedAt < LOOK_EVERY) return this.keys;
    this.lookedAt = now;
    const version = versionOf(this.path);
    if (version !== this.version) this.reload(version);
    return this.keys;
  }

  private reload(version: string): void {
    this.version = version;
    try {
      this.keys = loadApiKeys(this.path);
      this.logger.log(`${this.path} was read again: ${this.keys.length} keys`);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      this.logger.error(`the keys read before stay in force: ${error.format()}`);
    }
  }
}

/** Another text whenever the file is another one or was written to. */
function versionOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}
