import type { Caller } from '../../../core/model/caller.js';
import type { Clock } from '../../../core/model/instant.js';
import type { ApiKey } from '../../config/auth-settings.js';
import type { ApiKeysConfig } from '../../config/gateway-config.js';
import { AccessRefusal } from './access-refusal.js';
import { KeyFile } from './key-file.js';
import { isSecretOf, splitKey } from './key-secret.js';

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
