import { connect as connectPlain, isIP } from 'node:net';
import { connect } from 'node:tls';
import type { ConnectionOptions, PeerCertificate } from 'node:tls';
import type { Server } from '../../core/model/server.js';
import { endpointOf } from './endpoint.js';
import type { Endpoint } from './endpoint.js';

/** What stands at a port, as far as it can be seen without asking anything of it. */
export type TlsSight =
  /** A handshake goes well, whatever its certificate is worth. */
  | { readonly kind: 'secured'; readonly certificate: PeerCertificate }
  /** The newest version it speaks is too old. */
  | { readonly kind: 'outdated'; readonly protocol: string }
  /** What it would encrypt with is too weak. */
  | { readonly kind: 'weak'; readonly cipher: string }
  | { readonly kind: 'client-certificate' }
  /** It answers handshakes, with refusals that cannot be explained. */
  | { readonly kind: 'refusing' }
  | { readonly kind: 'plain-http' }
  | { readonly kind: 'unknown' };

const NEW: ConnectionOptions = { minVersion: 'TLSv1.2' };
const OLD: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
const WEAK: ConnectionOptions = { minVersion: 'TLSv1.2', ciphers: 'ALL:COMPLEMENTOFALL:@SECLEVEL=0' };

/** Shakes hands with a server in the ways that servers know, until one succeeds. Nothing is trusted, and nothing of ours is sent. */
export async function lookAtTls({ url }: Pick<Server, 'url'>, signal: AbortSignal): Promise<TlsSight> {
  const endpoint = endpointOf({ url });
  const now = await shakeHands(endpoint, NEW, signal);
  if (now.isDone) return { kind: 'secured', certificate: now.certificate };
  const old = await shakeHands(endpoint, OLD, signal);
  if (old.isDone) return { kind: 'outdated', protocol: old.protocol };
  // The server had agreed on everything else by then.
  if (now.hasCertificate) return { kind: 'client-certificate' };
  const weak = await shakeHands(endpoint, WEAK, signal);
  if (weak.isDone) return { kind: 'weak', cipher: weak.cipher };
  if ([now, old, weak].some(({ isAlert }) => isAlert)) return { kind: 'refusing' };
  const isPlain = url.startsWith('https:') && (await answersHttp(endpoint, signal));
  return { kind: isPlain ? 'plain-http' : 'unknown' };
}

type Handshake =
  | {
      readonly isDone: true;
      readonly certificate: PeerCertificate;
      readonly protocol: string;
      readonly cipher: string;
      readonly isAlert: false;
    }
  /** `isAlert`: it was refused in words of TLS. */
  | { readonly isDone: false; readonly hasCertificate: boolean; readonly isAlert: boolean };

function shakeHands(
  { host, port }: Endpoint,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Handshake> {
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      // Only looked at: it is judged by whoever connects in earnest.
      rejectUnauthorized: false,
      ...(isIP(host) === 0 && { servername: host }),
      ...options,
    });
    const end = (handshake: Handshake): void => {
      signal.removeEventListener('abort', leave);
      resolve(handshake);
      socket.destroy();
    };
    const leave = (): void => end({ isDone: false, hasCertificate: false, isAlert: false });
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    socket.on('error', ({ message }) =>
      end({
        isDone: false,
        hasCertificate: Object.keys(socket.getPeerCertificate() ?? {}).length > 0,
        isAlert: /\balert\b/.test(message),
      }),
    );
    socket.once('secureConnect', () =>
      end({
        isDone: true,
        certificate: socket.getPeerCertificate(),
        protocol: socket.getProtocol() ?? '',
        cipher: socket.getCipher().name,
        isAlert: false,
      }),
    );
  });
}

function answersHttp({ host, port }: Endpoint, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectPlain(port, host);
    const end = (answers: boolean): void => {
      signal.removeEventListener('abort', leave);
      resolve(answers);
      socket.destroy();
    };
    const leave = (): void => end(false);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    socket.on('error', leave);
    socket.once('close', leave);
    socket.once('data', (chunk) => end(chunk.subarray(0, 5).toString() === 'HTTP/'));
    socket.end(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
