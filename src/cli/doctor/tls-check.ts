import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { Instant } from '../../core/model/instant.js';
import type { ServerConnection, TlsTrust } from '../../platform/config/server-connection.js';
import type { Endpoint } from '../../platform/http/endpoint.js';
import { lookAtTls } from '../../platform/http/tls-look.js';
import type { TlsSight } from '../../platform/http/tls-look.js';
import {
  HTTP_ON_TLS,
  certificateTrouble,
  handshakeTrouble,
  speaksTls,
} from '../../platform/http/tls-trouble.js';
import type { TlsTrouble } from '../../platform/http/tls-trouble.js';
import { SKIPPED, failed, ok, warning } from './diagnosis.js';
import type { Finding } from './diagnosis.js';
import { reason, settled } from './network-checks.js';

const DAY = 86_400_000;
const SOON_DAYS = 30;
const LONGEST_LOOK = 2_000;

/** Shakes hands without sending anything and judges the certificate as the gateway would. */
export async function checkTls(
  endpoint: Endpoint,
  connection: ServerConnection,
  now: Instant,
): Promise<Finding> {
  const { server } = connection;
  if (!server.url.startsWith('https:'))
    return speaksTls(await look(connection)) ? troubled(HTTP_ON_TLS) : SKIPPED;
  const socket = open(endpoint, connection.tls);
  try {
    await settled(socket, 'secureConnect', server.timeout);
    return judge(socket, connection.tls, now);
  } catch (error) {
    const code = reason(error);
    return troubled(
      handshakeTrouble(await look(connection), code) ?? handshakeTrouble({ kind: 'unknown' }, code),
    );
  } finally {
    socket.destroy();
  }
}

function look({ server }: ServerConnection): Promise<TlsSight> {
  return lookAtTls(server, AbortSignal.timeout(Math.min(server.timeout, LONGEST_LOOK)));
}

function troubled({ what, todo }: TlsTrouble): Finding {
  return failed(what, todo);
}

function open({ host, port }: Endpoint, tls: TlsTrust): TLSSocket {
  return connect({
    host,
    port,
    rejectUnauthorized: false,
    ...(isIP(host) === 0 && { servername: host }),
    ...(tls.kind === 'ca' && { ca: tls.pem }),
  });
}

function judge(socket: TLSSocket, tls: TlsTrust, now: Instant): Finding {
  const certificate = socket.getPeerCertificate();
  const seen = describe(certificate);
  if (tls.kind === 'insecure')
    return warning('UNCHECKED', `${seen}; tls.insecure is set, it is not checked`, pin(certificate));
  if (tls.kind === 'fingerprint' && certificate.fingerprint256 !== tls.sha256)
    return failed(`${seen}; this is not the pinned certificate`, pin(certificate));
  if (tls.kind !== 'fingerprint' && !socket.authorized)
    return failed(`${seen}; ${distrust(socket, certificate)}`, pin(certificate));
  return checkExpiry(certificate, seen, now);
}

function distrust({ authorizationError }: TLSSocket, certificate: PeerCertificate): string {
  const code = String(authorizationError);
  return `it is not trusted (${code}): ${certificateTrouble(code, certificate)?.what ?? 'its chain was not accepted'}`;
}

function checkExpiry(certificate: PeerCertificate, seen: string, now: Instant): Finding {
  const days = Math.floor((Date.parse(certificate.valid_to) - now) / DAY);
  if (days >= SOON_DAYS) return { ...ok(), detail: seen };
  return warning(
    days < 0 ? 'EXPIRED' : `${days} days`,
    `${seen}; ${days < 0 ? 'it has expired' : 'it expires soon'}`,
    'renew the certificate on the server; a pinned fingerprint then has to be renewed as well',
  );
}

function describe({ subject, issuer, valid_to, fingerprint256 }: PeerCertificate): string {
  const until = new Date(valid_to).toISOString().slice(0, 10);
  return `the certificate is for ${subject.CN}, from ${issuer.CN}, valid until ${until}, SHA-256 fingerprint ${fingerprint256}`;
}

function pin({ fingerprint256 }: PeerCertificate): string {
  return `compare the fingerprint with the one that the server itself shows; when they are the same, trust it with\n  tls: { fingerprint256: "${fingerprint256}" }\nor set tls.ca to the PEM file of the authority that issued it`;
}
