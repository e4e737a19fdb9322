import type { ServerOptions } from 'node:http';
import type { TlsOptions } from 'node:tls';
import type { LimitsConfig } from '../config/gateway-config.js';

/** How often Node looks for clients that are too slow, at most. */
const LONGEST_CHECK = 5_000;

/** How much, and how slowly, clients may send: for Node's server. Headers are at most 16 KiB, as Node has it. */
export function serverOptions({
  receiveTimeout,
}: LimitsConfig): ServerOptions & Pick<TlsOptions, 'handshakeTimeout'> {
  return {
    requestTimeout: receiveTimeout,
    headersTimeout: receiveTimeout,
    handshakeTimeout: receiveTimeout,
    connectionsCheckingInterval: Math.min(receiveTimeout / 2, LONGEST_CHECK),
  };
}

/** What no route has. */
const NOWHERE = '/unreadable';

/**
 * The address of a request, or if it cannot be decoded that of nothing: Fastify would answer by itself, past everything that requests
 * pass, and quote it.
 */
export function readableAddress({ url = NOWHERE }: { readonly url?: string | undefined }): string {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return url;
  } catch {
    return NOWHERE;
  }
}
