import { checkServerIdentity } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { DatabaseError } from 'pg';
import type { ClientConfig, QueryArrayConfig } from 'pg';
import type { Milliseconds } from '../../../core/model/instant.js';
import type { PostgresAddress } from '../../config/postgres-address.js';
import { UnreadableFile, readText } from '../../files/read-text.js';
import { HistoryRefused } from '../history-refused.js';
import { SchemaRefused } from '../sql/migrations.js';

export const SETTING = 'history.url';

/** A PostgreSQL that takes longer to sign in to counts as away. */
const CONNECT_LIMIT: Milliseconds = 5_000;
/** The database gives up what takes longer, whether or not the gateway is still there. */
const STATEMENT_LIMIT: Milliseconds = 30_000;

/** Its types leave out how long the driver waits. */
export interface TimedQuery extends QueryArrayConfig {
  readonly query_timeout: Milliseconds;
}

/** How connections are made. The environment and files of the account, which the driver would look at too, do not count. */
export function clientOptions({ host, port, database, user, password, tls }: PostgresAddress): ClientConfig {
  return {
    host,
    port,
    database,
    user,
    // An empty text would send the driver to look for a password elsewhere.
    password: () => password.reveal(),
    ssl: tls === null ? false : tlsOptions(host, tls.ca),
    application_name: 'veeam-graphql-gateway',
    connectionTimeoutMillis: CONNECT_LIMIT,
    keepAlive: true,
    statement_timeout: STATEMENT_LIMIT,
    idle_in_transaction_session_timeout: STATEMENT_LIMIT,
  };
}

function tlsOptions(host: string, ca: string | null): ConnectionOptions {
  return {
    ...(ca !== null && { ca: authorities(ca) }),
    rejectUnauthorized: true,
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
  };
}

function authorities(path: string): string {
  try {
    return readText(path);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new HistoryRefused(`sslrootcert: the file ${error.message}`, SETTING);
  }
}

/** Sign-in refused, no such database, and whatever is wrong with rights and with what the database holds. */
const REFUSALS = ['28', '3D', '42', '0A', '3F'];
const TLS_REFUSALS = /CERT|SELF_SIGNED|UNABLE_TO_|SSL|TLS/;

/** Why somebody has to change something before the database can be used; null: it may come to be usable by itself. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  const isRefusal =
    error instanceof SchemaRefused ||
    (error instanceof DatabaseError
      ? REFUSALS.some((of) => code.startsWith(of))
      : TLS_REFUSALS.test(code) || /^SASL|does not support SSL/.test(error.message));
  return isRefusal ? messageOf(error) : null;
}

/** What the database said no to, on a connection that goes on. */
export function isSound(error: unknown): boolean {
  return error instanceof DatabaseError && error.severity === 'ERROR' && error.code !== READ_ONLY;
}

/** It has become a standby of another. */
const READ_ONLY = '25006';

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof DatabaseError && error.code !== undefined ? `${message} (${error.code})` : message;
}
