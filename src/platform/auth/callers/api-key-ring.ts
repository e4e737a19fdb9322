import { Logger } from '@nestjs/common';
import type { Caller } from '../../../core/model/caller.js';
import type { Clock, Instant, Milliseconds } from '../../../core/model/instant.js';
import type { ApiKey } from '../../config/auth-settings.js';
import type { ApiKeysConfig } from '../../config/gateway-config.js';
import { AccessRefusal } from './access-refusal.js';
import { isSecretOf, splitKey } from './key-secret.js';
import { loadApiKeys } from '../../config/api-keys-file.js';
import { reportOf } from '../../config/configuration-error.js';
import { FileWatch } from '../../files/file-watch.js';
import { Rereading } from '../../files/rereading.js';

/** Compared with when no key has the id, so that an answer takes as long as for a wrong secret. */
const NO_KEY = { salt: 'A'.repeat(22), digest: 'A'.repeat(43) };

/** The API keys that open the gateway. */
export class ApiKeyRing {
  private readonly file: KeyFile | null;
  private fileKeys: readonly ApiKey[] | undefined;
  private byId: ReadonlyMap<string, ApiKey> = new Map();

  /** Throws ConfigurationError when the file of keys cannot be used. */
  constructor(
    private readonly config: ApiKeysConfig,
    private readonly clock: Clock,
  ) {
    this.file = config.file === null ? null : new KeyFile(config.file, clock);
  }

  /** Whose key this is. Throws AccessRefusal. */
  callerOf(credential: string): Caller {
    const parts = splitKey(credential);
    if (parts === null) throw new AccessRefusal('invalid');
    const key = this.find(parts.id);
    if (!isSecretOf(key ?? NO_KEY, parts.secret) || key === undefined) throw new AccessRefusal('invalid');
    const { expiresAt } = key.caller;
    if (expiresAt !== null && expiresAt <= this.clock()) throw new AccessRefusal('expired');
    return key.caller;
  }

  private find(id: string): ApiKey | undefined {
    const current = this.file?.current() ?? [];
    if (current !== this.fileKeys) {
      this.fileKeys = current;
      this.byId = new Map([...current, ...this.config.keys].map((key) => [key.id, key]));
    }
    return this.byId.get(id);
  }
}

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
