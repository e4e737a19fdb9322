import type { Milliseconds } from '../../core/model/instant.js';
import type { Server } from '../../core/model/server.js';
import type { Secret } from './secret.js';

/** How the server's certificate is judged. */
export type TlsTrust =
  | { readonly kind: 'system' }
  /** PEM text of the authorities to trust. */
  | { readonly kind: 'ca'; readonly pem: string }
  /** SHA-256 of the certificate in upper-case hex with colons. */
  | { readonly kind: 'fingerprint'; readonly sha256: string }
  | { readonly kind: 'insecure' };

/** Everything needed to talk to one configured server. */
export interface ServerConnection {
  readonly server: Server;
  /** null: negotiate. */
  readonly apiVersion: string | null;
  readonly username: string;
  readonly password: Secret;
  readonly tls: TlsTrust;
  /** How long one attempt of a read may take; absent: as long as the server's part of an answer. */
  readonly callTimeout?: Milliseconds;
}
