import type { CallScope } from '../../core/ports/call-scope.js';
import type { ServerConnection } from '../config/server-connection.js';
import type { CircuitOptions } from './circuit.js';
import { RetryingSender } from './retrying-sender.js';
import type { RetryOptions } from './retrying-sender.js';
import { ServerGate } from './server-gate.js';
import type { GateState } from './server-gate.js';
import { UpstreamHttp } from './upstream-http.js';
import type { SignInListener } from './upstream-observer.js';
import type { UpstreamHttpOptions } from './upstream-http.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream-request.js';
import type { ClosableSender } from './upstream-sender.js';

export interface UpstreamClientOptions {
  readonly http?: UpstreamHttpOptions;
  readonly retry?: RetryOptions;
  readonly circuit?: CircuitOptions;
  readonly mostWaiting?: number;
  readonly onClose?: () => void;
}

/** How one server stands, for metrics. */
export interface UpstreamState extends GateState {
  /** It refused the account when the password was last sent. */
  readonly signInRefused: boolean;
}

/** The HTTP client of one server with its manners: reads are repeated, and every attempt passes the server's gate. */
export class UpstreamClient implements ClosableSender {
  private readonly http: UpstreamHttp;
  private readonly gate: ServerGate;
  private readonly sender: RetryingSender;
  private readonly onClose: () => void;
  readonly signIns: SignInListener;
  private signInRefused = false;

  constructor(connection: ServerConnection, options: UpstreamClientOptions = {}) {
    const { http, retry, onClose = () => undefined, ...gate } = options;
    this.onClose = onClose;
    this.signIns = {
      signInEnded: (attempt) => http?.observer?.signInEnded?.(attempt),
      accountStands: (standing) => (this.signInRefused = standing === 'refused'),
    };
    this.http = new UpstreamHttp(connection, http);
    this.gate = new ServerGate(this.http, { concurrency: connection.server.concurrency, ...gate });
    this.sender = new RetryingSender(this.gate, retry);
  }

  get state(): UpstreamState {
    return { ...this.gate.state, signInRefused: this.signInRefused };
  }

  send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    return this.sender.send(request, scope);
  }

  close(): void {
    this.http.close();
    this.onClose();
  }
}
