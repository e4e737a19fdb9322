import type { SourceFailure } from '../../core/errors/source-failure.js';
import type { Milliseconds } from '../../core/model/instant.js';
import type { Server } from '../../core/model/server.js';
import type { CircuitChange, CircuitOptions } from './circuit.js';
import type { ObservedCall } from './observed-call.js';
import type { SeenCertificate } from './server-agent.js';

/** Follows one call. */
export interface CallObserver {
  /** Further headers to send with it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** null: it was answered. Told of calls that ended because the caller left, too. */
  ended(failure: SourceFailure | null): void;
}

/** A sign-in or a renewal that has ended. */
export interface SignInAttempt {
  readonly kind: 'sign-in' | 'renewal';
  /** null: it was accepted. */
  readonly failure: SourceFailure | null;
}

/** Hears how sign-ins to one server went. */
export interface SignInListener {
  signInEnded(attempt: SignInAttempt): void;
  /** How the account stands now, as far as this or another replica has seen. */
  accountStands(standing: 'accepted' | 'refused'): void;
}

/** Hears how each call to one server went: each attempt, without those that are held back. */
export interface UpstreamObserver extends Partial<Pick<SignInListener, 'signInEnded'>> {
  sent?(call: ObservedCall): CallObserver;
  succeeded?(latency: Milliseconds): void;
  /** Not told of calls that ended because the caller left. */
  failed?(failure: SourceFailure): void;
  circuitChanged?(change: CircuitChange): void;
  /** Told at each handshake. */
  certificateSeen?(certificate: SeenCertificate): void;
}

/** Gives the observer of one server's calls. */
export type UpstreamObservers = (server: Server) => UpstreamObserver;

/** Injection token of an optional UpstreamObservers. */
export const UPSTREAM_OBSERVERS = Symbol('UPSTREAM_OBSERVERS');

/** How patient the gateway is with servers that fail; absent: as docs/resilience.md says. */
export interface UpstreamPatience extends Pick<CircuitOptions, 'threshold' | 'shortest' | 'longest'> {
  readonly firstBackoff?: Milliseconds;
}

/** Injection token of an optional UpstreamPatience; tests are less patient. */
export const UPSTREAM_PATIENCE = Symbol('UPSTREAM_PATIENCE');
