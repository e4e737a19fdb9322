import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { AgentOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { ServerConnection, TlsTrust } from '../config/server-connection.js';

/** How long an idle connection is kept; shorter than the servers keep theirs, so that we are the ones who close. */
const IDLE_MS = 15_000;

/** The server showed another certificate than the pinned one. */
export class PinnedCertificateMismatch extends Error {
  constructor(readonly seen: string) {
    super('the certificate is not the pinned one');
  }
}

/** A certificate that is taken although it is not pinned. */
export interface SeenCertificate {
  readonly fingerprint256: string;
  readonly validTo: string;
  /** Why it is taken; `insecure`: nothing is checked. */
  readonly trustedBy: 'system' | 'ca' | 'insecure';
}

/** The kept-alive connections to one server, judged by its TLS settings; hears of the certificate of each new one that is not pinned. */
export function createAgent(
  connection: ServerConnection,
  seen: (certificate: SeenCertificate) => void,
): HttpAgent | HttpsAgent {
  const { tls } = connection;
  const options = { keepAlive: true, maxSockets: connection.server.concurrency, timeout: IDLE_MS };
  if (connection.server.url.startsWith('http:')) return new HttpAgent(options);
  if (tls.kind === 'fingerprint') return new PinningAgent(tls.sha256, options);
  return new TellingAgent((certificate) => seen({ ...certificate, trustedBy: tls.kind }), {
    ...options,
    ...trustOptions(tls),
  });
}

/** Where one idle connection was closed by the server, the others are suspect. */
export function dropIdleConnections({ freeSockets }: HttpAgent | HttpsAgent): void {
  for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy();
}

function trustOptions(tls: TlsTrust): AgentOptions {
  if (tls.kind === 'ca') return { ca: tls.pem };
  return tls.kind === 'insecure' ? { rejectUnauthorized: false } : {};
}

/** Tells of certificates that Node has accepted. */
class TellingAgent extends HttpsAgent {
  constructor(
    private readonly seen: (certificate: Omit<SeenCertificate, 'trustedBy'>) => void,
    options: AgentOptions,
  ) {
    super(options);
  }

  override createConnection(
    ...args: Parameters<HttpsAgent['createConnection']>
  ): ReturnType<HttpsAgent['createConnection']> {
    const socket = super.createConnection(...args) as TLSSocket;
    socket.once('secureConnect', () => {
      const { fingerprint256, valid_to: validTo } = socket.getPeerCertificate();
      if (!socket.destroyed && fingerprint256) this.seen({ fingerprint256, validTo });
    });
    return socket;
  }
}

/**
 * Trusts exactly one certificate, whoever signed it. Node judges chains only, so the check is ours: it runs in the
 * handshake's own event, before anything of the request is sent.
 */
class PinningAgent extends HttpsAgent {
  constructor(
    private readonly sha256: string,
    options: AgentOptions,
  ) {
    super({ ...options, rejectUnauthorized: false, maxCachedSessions: 0 });
  }

  override createConnection(
    ...args: Parameters<HttpsAgent['createConnection']>
  ): ReturnType<HttpsAgent['createConnection']> {
    const socket = super.createConnection(...args) as TLSSocket;
    socket.once('secureConnect', () => {
      const seen = socket.getPeerCertificate().fingerprint256;
      if (seen !== this.sha256) socket.destroy(new PinnedCertificateMismatch(seen));
    });
    return socket;
  }
}
