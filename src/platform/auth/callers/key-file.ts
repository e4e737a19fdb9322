import { Logger } from '@nestjs/common';
import type { Clock, Instant, Milliseconds } from '../../../core/model/instant.js';
import { loadApiKeys } from '../../config/api-keys-file.js';
import type { ApiKey } from '../../config/auth-settings.js';
import { reportOf } from '../../config/configuration-error.js';
import { FileWatch } from '../../files/file-watch.js';
import { Rereading } from '../../files/rereading.js';

const LOOK_EVERY: Milliseconds = 1_000;

/** A file of API keys that is read again when it has changed; a change is seen within a second. Throws ConfigurationError at first. */
export class KeyFile {
  private readonly logger = new Logger('ApiKeys');
  private readonly rereading = new Rereading(this.logger, {
    kept: 'the keys read before stay in force',
    mended: 'the file of keys is right again',
    reasonOf: reportOf,
  });
  private readonly file: FileWatch;
  private keys: readonly ApiKey[];
  private lookedAt: Instant;

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
  ) {
    this.file = new FileWatch([path]);
    this.keys = loadApiKeys(path);
    this.lookedAt = clock();
  }

  /** The keys of the file, or the last good ones while it is wrong. The same list until they change. */
  current(): readonly ApiKey[] {
    const now = this.clock();
    if (Math.abs(now - this.lookedAt) < LOOK_EVERY) return this.keys;
    this.lookedAt = now;
    if (this.file.hasChanged()) this.rereading.attempt(() => this.reload());
    return this.keys;
  }

  private reload(): void {
    this.keys = loadApiKeys(this.path);
    this.logger.log(`${this.path} was read again: ${this.keys.length} keys`);
  }
}
