import type { CallScope } from '../../core/ports/call-scope.js';
import type { SignInListener } from './upstream-observer.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream-request.js';

/** Sends one request to one server. Throws SourceFailure for everything that is no answer. */
export interface UpstreamSender {
  send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse>;
}

/** The HTTP client of one server, with its connections. */
export interface ClosableSender extends UpstreamSender {
  /** Wants to hear how sign-ins went; absent: nobody does. */
  readonly signIns?: SignInListener;
  /** Closes the connections, those in use included. */
  close(): void;
}
