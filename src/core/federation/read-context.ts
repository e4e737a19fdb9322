import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import type { CallTally } from '../ports/call-scope.js';
import type { Provenance } from './provenance.js';
import type { SessionScanner } from './session-scan.js';

/** What a reader takes from its operation. */
export interface ReadContext {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** What was begun goes on when that ends the wait, for whoever asks next. */
  readonly lingers: boolean;
  /** Counts the operation's calls to this server. */
  readonly tally: CallTally;
  readonly provenance: Provenance;
  /** Walks over the server's sessions, shared by all of the operation. */
  readonly scanner: SessionScanner;
  readonly clock: Clock;
  /** The one moment for which the operation is answered. */
  readonly now: () => Instant;
  /** A steady clock, for ages and latencies. */
  readonly ages: Clock;
  /** How old readings may be, where the asker said so. */
  readonly maxAge: Milliseconds | undefined;
}
