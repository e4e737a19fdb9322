import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/model/instant.js';
import type { ServerConnection } from '../config/server-connection.js';
import { SignInPause } from './sign-in-pause.js';
import type { RefusalStore } from './sign-in-pause.js';

/** More than any configuration has; passwords that were replaced go first. Who holds a pause keeps it. */
const MOST_ACCOUNTS = 10_000;

/** The pauses of all accounts. They outlive a configuration that is read again, as long as it names the same password. */
export class SignInPauses {
  private readonly pauses = new LRUCache<string, SignInPause>({ max: MOST_ACCOUNTS });

  /** @param stores where replicas share refusals; absent: each replica has its own. */
  constructor(
    private readonly clock: Clock,
    private readonly stores?: (connection: ServerConnection) => RefusalStore,
  ) {}

  /** The pause of one account with one password on one server. */
  of(connection: ServerConnection): SignInPause {
    const { server, username, password } = connection;
    const key = createHash('sha256')
      .update(JSON.stringify([server.url, username, password.reveal()]))
      .digest('hex');
    const known = this.pauses.get(key) ?? new SignInPause(this.clock, this.stores?.(connection));
    this.pauses.set(key, known);
    return known;
  }
}
