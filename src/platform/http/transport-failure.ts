import { SourceFailure } from '../../core/errors/source-failure.js';
import type { ServerConnection } from '../config/server-connection.js';
import type { ExchangeError } from './exchange.js';
import { AnswerTooLarge } from './answer-too-large.js';
import { PRODUCT_NAMES } from './product-names.js';
import { PinnedCertificateMismatch } from './server-agent.js';

const UNTRUSTED_CHAIN = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]);

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

/** What went wrong below HTTP, or while the answer was read, as the failure a caller is shown. */
export function transportFailure(error: ExchangeError, connection: ServerConnection): SourceFailure {
  const { code, cause } = error;
  if (cause instanceof PinnedCertificateMismatch)
    return new SourceFailure(
      'TLS',
      `the server's certificate is not the pinned one: its SHA-256 fingerprint is ${cause.seen}; if the certificate was renewed on purpose, put this into tls.fingerprint256`,
      { cause },
    );
  const tls = tlsMessage(code);
  if (tls !== undefined) return new SourceFailure('TLS', tls, { cause });
  if (code === 'ANSWER_TOO_LARGE') return new AnswerTooLarge('sent an answer larger than 64 MB');
  const answer = answerMessage(code, connection);
  if (answer !== undefined) return new SourceFailure('BAD_RESPONSE', answer, { cause });
  const message = UNREACHABLE[code] ?? `the connection failed (${code})`;
  if (DROPPED.has(code) && error.onReusedConnection) return new StaleConnection(message, cause);
  return new SourceFailure('UNREACHABLE', message, { cause });
}

function tlsMessage(code: string): string | undefined {
  if (UNTRUSTED_CHAIN.has(code))
    return 'the certificate is self-signed or signed by an unknown authority: set tls.ca (the authority as a PEM file) or tls.fingerprint256 (to pin this certificate)';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'the certificate is not issued for the host name in url: use a name the certificate holds, or pin it with tls.fingerprint256';
  if (code === 'CERT_HAS_EXPIRED')
    return 'the certificate has expired: renew it on the server, or pin it with tls.fingerprint256';
  if (code === 'CERT_NOT_YET_VALID')
    return 'the certificate is not valid yet: check the clocks of both machines, or pin it with tls.fingerprint256';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return `the TLS handshake failed (${code}): check that url names an HTTPS port`;
  if (/CERT|^CRL_|ISSUER/.test(code))
    return `the certificate was not accepted (${code}): set tls.ca or tls.fingerprint256`;
  return undefined;
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
