import { isLoopbackHost } from './addresses.js';
import { Secret } from './secret.js';

/** Where a PostgreSQL is, and how the gateway signs in to it. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Empty: none is asked for. */
  readonly password: Secret;
  /** null: no TLS. */
  readonly tls: {
    /** Full path of a PEM file with the authorities that count; null: those of the system. */
    readonly ca: string | null;
  } | null;
}

export const POSTGRES_SHAPE = 'an address such as postgres://gateway:${env:POSTGRES_PASSWORD}@host:5432/name';

const MODES = ['disable', 'verify-full'];
const PARAMETERS = ['sslmode', 'sslrootcert'];

/** What is wrong with the address of a PostgreSQL, without showing anything of it; undefined: nothing. */
export function postgresProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol) || url.hostname === '')
    return `expected ${POSTGRES_SHAPE}; special characters of the password as %40 and the like`;
  if (!isReadable(text)) return 'expected %40 and the like for special characters, found a % that is none';
  if (url.username === '') return 'expected the name of an account before the host';
  if (!/^\/[^/]+$/.test(url.pathname)) return 'expected the name of one database behind the host';
  const foreign = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (foreign !== undefined) return `expected no parameters behind the database but ${PARAMETERS.join(', ')}`;
  const mode = url.searchParams.get('sslmode');
  if (mode !== null && !MODES.includes(mode)) return `sslmode: expected ${MODES.join(' or ')}`;
  if (mode === 'disable' && url.searchParams.has('sslrootcert'))
    return 'expected no sslrootcert, because sslmode is disable';
  return undefined;
}

/** The parts of an address without mistakes; `at` gives the full path of a file. */
export function postgresAddress(text: string, at: (path: string) => string): PostgresAddress {
  const url = new URL(text);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const ca = url.searchParams.get('sslrootcert');
  const mode =
    url.searchParams.get('sslmode') ?? (ca === null && isLoopbackHost(host) ? 'disable' : 'verify-full');
  return {
    host: decodeURIComponent(host),
    port: url.port === '' ? 5432 : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: new Secret(decodeURIComponent(url.password)),
    tls: mode === 'disable' ? null : { ca: ca === null ? null : at(ca) },
  };
}

function isReadable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== '';
  } catch {
    return false;
  }
}
