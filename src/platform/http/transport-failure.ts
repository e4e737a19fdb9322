import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Server } from '../../core/model/server.js';
import type { ServerConnection } from '../config/server-connection.js';
import type { ExchangeError } from './exchange.js';
import { AnswerTooLarge } from './too-much.js';
import { PRODUCT_NAMES } from './product-names.js';
import { PinnedCertificateMismatch } from './server-agent.js';
import type { TlsSight } from './tls-look.js';
import { HTTP_ON_TLS, certificateTrouble, handshakeTrouble, speaksTls } from './tls-trouble.js';
import type { TlsTrouble } from './tls-trouble.js';

const DROPPED = new Set(['ECONNRESET', 'EPIPE']);

/** What requests are made of besides the gateway's own words comes from the server. */
const UNSENDABLE = new Set(['ERR_INVALID_CHAR', 'ERR_UNESCAPED_CHARACTERS', 'ERR_HTTP_INVALID_HEADER_VALUE']);

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the host name could not be resolved just now',
  ECONNREFUSED: 'the connection was refused: nothing listens at this address and port',
  ECONNRESET: 'the server dropped the connection before it answered',
  EPIPE: 'the server dropped the connection before it answered',
  ETIMEDOUT: 'the connection could not be made in time',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network of the host',
};

/** A kept-alive connection turned out to be closed before any byte of the answer came: nothing is known of the server. */
export class StaleConnection extends SourceFailure {
  constructor(message: string, cause: unknown) {
    super('UNREACHABLE', message, { cause });
  }
}

/** What nginx, Go and Apache answer to plain HTTP at a port of TLS. Others hang up. */
const PLAIN_HTTP_REFUSED =
  /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|plain HTTP to an SSL-enabled server port/i;

/** Whether an answer says that this port wants TLS. */
export function isRefusalOfPlainHttp({ url }: Pick<Server, 'url'>, body: Buffer): boolean {
  return url.startsWith('http:') && PLAIN_HTTP_REFUSED.test(body.subarray(0, 4096).toString('latin1'));
}

export function plainHttpRefused(): SourceFailure {
  return failureFrom(HTTP_ON_TLS, undefined);
}

/** What went wrong below HTTP, or while the answer was read, as the failure a caller is shown; `look` tells what stands at the port. */
export async function transportFailure(
  error: ExchangeError,
  connection: ServerConnection,
  look: () => Promise<TlsSight>,
): Promise<SourceFailure> {
  const { code, cause } = error;
  if (cause instanceof PinnedCertificateMismatch)
    return new SourceFailure(
      'TLS',
      `the server's certificate is not the pinned one: its SHA-256 fingerprint is ${cause.seen}; if the certificate was renewed on purpose, put this into tls.fingerprint256`,
      { cause },
    );
  const trouble = await tlsTrouble(error, connection, look);
  if (trouble !== undefined) return failureFrom(trouble, cause);
  if (code === 'ANSWER_TOO_LARGE') return new AnswerTooLarge('sent an answer larger than 64 MB');
  const answer = answerMessage(code, connection);
  if (answer !== undefined) return new SourceFailure('BAD_RESPONSE', answer, { cause });
  const message = UNREACHABLE[code] ?? `the connection failed (${code})`;
  if (DROPPED.has(code) && error.onReusedConnection) return new StaleConnection(message, cause);
  return new SourceFailure('UNREACHABLE', message, { cause });
}

function failureFrom({ what, todo }: TlsTrouble, cause: unknown): SourceFailure {
  return new SourceFailure('TLS', `${what}: ${todo}`, { cause });
}

async function tlsTrouble(
  error: ExchangeError,
  { server }: ServerConnection,
  look: () => Promise<TlsSight>,
): Promise<TlsTrouble | undefined> {
  const { code } = error;
  // A connection that has served before is of the right kind.
  const isDropped = DROPPED.has(code) && !error.onReusedConnection;
  if (server.url.startsWith('http:'))
    return (isDropped || code.startsWith('HPE_')) && speaksTls(await look()) ? HTTP_ON_TLS : undefined;
  if (certificateTrouble(code, undefined) !== undefined) {
    const sight = await look();
    return certificateTrouble(code, sight.kind === 'secured' ? sight.certificate : undefined);
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return handshakeTrouble(await look(), code) ?? handshakeTrouble({ kind: 'unknown' }, code);
  // Some servers hang up where no version or cipher is common to both.
  const sight = isDropped ? await look() : undefined;
  return sight === undefined || sight.kind === 'unknown' ? undefined : handshakeTrouble(sight, code);
}

function answerMessage(code: string, { server }: ServerConnection): string | undefined {
  if (code.startsWith('HPE_'))
    return `the server answered something that is not HTTP: is this the address of a ${PRODUCT_NAMES[server.product]} server, and does it expect https://?`;
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT'))
    return 'the server answered with a body that cannot be decompressed';
  if (code === 'ANSWER_UPGRADES')
    return `the server answered 101 and would speak another protocol than HTTP: is this the address of a ${PRODUCT_NAMES[server.product]} server?`;
  if (UNSENDABLE.has(code))
    return 'the server gave a token or an id that cannot be sent back to it: it holds characters that HTTP does not allow';
  if (code === 'ANSWER_BROKE_OFF') return 'the answer broke off before its end';
  return undefined;
}
