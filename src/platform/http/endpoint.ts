import type { Server } from '../../core/model/server.js';

/** Where a server listens. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export function endpointOf({ url }: Pick<Server, 'url'>): Endpoint {
  const { hostname, port, protocol } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  };
}
