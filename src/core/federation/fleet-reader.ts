import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import { OperationBudget } from '../fairness/operation-budget.js';
import { CallTally } from '../ports/call-scope.js';
import { endsWithin } from '../ports/time-left.js';
import type { FleetView, ServerScope } from './fleet.js';
import { Provenance } from './provenance.js';
import { ServerReader } from './server-reader.js';
import { SessionScanner } from './session-scan.js';

/** How old readings may be and how long they may take; null or absent: as the gateway is configured. */
export interface ReadingWish {
  readonly maxAge?: Milliseconds | null;
  readonly waitAtMost?: Milliseconds | null;
}

/** No request takes longer. */
const LONGEST_WAIT: Milliseconds = 3_600_000;

/** What all readers of one operation share. */
class OperationShare {
  readonly tally: CallTally;
  readonly provenance = new Provenance();
  private readonly tallies = new Map<string, CallTally>();
  private readonly scanners = new Map<string, SessionScanner>();
  private readonly views = new Map<string, FleetReader>();
  private moment: Instant | undefined;

  constructor(readonly budget: OperationBudget) {
    this.tally = new CallTally(undefined, undefined, budget);
  }

  tallyOf(serverKey: string): CallTally {
    return remembered(this.tallies, serverKey, () => this.tally.child());
  }

  scannerOf(serverKey: string): SessionScanner {
    return remembered(this.scanners, serverKey, () => new SessionScanner(this.budget));
  }

  now(clock: Clock): Instant {
    return (this.moment ??= clock());
  }

  view(wish: string, create: () => FleetReader): FleetReader {
    return remembered(this.views, wish, create);
  }
}

/** The fleet as seen by one operation. Holds one reader per server asked; forgotten when the operation ends. */
export class FleetReader {
  /** The time it is; whatever is computed with it holds for this moment only, and provenance knows. */
  readonly clock: Clock;
  private readonly readers = new Map<string, ServerReader>();

  /**
   * @param maxAge how old readings may be; undefined: as old as the gateway is configured to keep them.
   * @param lingers what is begun goes on when the signal ends the wait, for whoever asks next.
   * @param share what the readers of one operation have in common.
   */
  constructor(
    private readonly fleet: FleetView,
    private readonly signal: AbortSignal,
    private readonly maxAge?: Milliseconds,
    private readonly share = new OperationShare(new OperationBudget()),
    private readonly lingers = false,
  ) {
    this.clock = () => {
      share.provenance.momentary(fleet.ages, maxAge);
      return fleet.clock();
    };
  }

  /** The one moment for which the whole operation is answered: what is computed twice with it comes out the same. */
  now(): Instant {
    this.share.provenance.momentary(this.fleet.ages, this.maxAge);
    return this.share.now(this.fleet.clock);
  }

  /** The view of an operation that may use no more than its budget. */
  static bounded(fleet: FleetView, signal: AbortSignal, budget: OperationBudget): FleetReader {
    return new FleetReader(fleet, signal, undefined, new OperationShare(budget));
  }

  /** What the whole operation may use. */
  get budget(): OperationBudget {
    return this.share.budget;
  }

  /** Upstream calls of the whole operation. */
  get tally(): CallTally {
    return this.share.tally;
  }

  /** What the answer of the whole operation was made of so far. */
  get provenance(): Provenance {
    return this.share.provenance;
  }

  /** How many servers there are. */
  get size(): number {
    return this.fleet.members.length;
  }

  /** Whether there is a server with this key. */
  has(serverKey: string): boolean {
    return this.fleet.find(serverKey) !== undefined;
  }

  /** The same operation with readings at most so old, and none waited for any longer. */
  within(wish: ReadingWish): FleetReader {
    const { maxAge = null, waitAtMost = null } = wish;
    if (maxAge === null && waitAtMost === null) return this;
    return this.share.view(`${maxAge} ${waitAtMost}`, () => {
      const signal = this.until(waitAtMost);
      const { fleet, share } = this;
      return new FleetReader(fleet, signal, maxAge ?? this.maxAge, share, signal !== this.signal);
    });
  }

  private until(waitAtMost: Milliseconds | null): AbortSignal {
    if (waitAtMost === null || waitAtMost > LONGEST_WAIT) return this.signal;
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(waitAtMost)]);
    endsWithin(signal, waitAtMost, this.signal);
    return signal;
  }

  /** The same view with nothing read yet, under the same limit of calls. */
  renewed(): FleetReader {
    const share = new OperationShare(this.budget.renewed());
    return new FleetReader(this.fleet, this.signal, this.maxAge, share);
  }

  /** undefined: no such server. */
  find(serverKey: string): ServerReader | undefined {
    this.provenance.used(this.fleet);
    const member = this.fleet.find(serverKey);
    if (member === undefined) return undefined;
    return remembered(this.readers, serverKey, () => {
      this.provenance.used(member.snapshots.unchanged());
      return new ServerReader(member, {
        signal: this.signal,
        lingers: this.lingers,
        tally: this.share.tallyOf(serverKey),
        provenance: this.provenance,
        scanner: this.share.scannerOf(serverKey),
        clock: this.fleet.clock,
        now: () => this.share.now(this.fleet.clock),
        ages: this.fleet.ages,
        maxAge: this.maxAge,
      });
    });
  }

  /** The reader of a server a record came from. */
  of(record: { readonly server: string }): ServerReader {
    const reader = this.find(record.server);
    if (reader === undefined) throw new RangeError(`no server "${record.server}" in this fleet`);
    return reader;
  }

  select(scope: ServerScope): readonly ServerReader[] {
    this.provenance.used(this.fleet);
    return this.fleet.select(scope).map(({ server }) => this.of({ server: server.key }));
  }
}

function remembered<K, V>(memory: Map<K, V>, key: K, create: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const created = create();
  memory.set(key, created);
  return created;
}
