import type { Clock } from '../model/instant.js';
import { CallTally } from '../ports/call-scope.js';
import type { Fleet, ServerScope } from './fleet.js';
import { ServerReader } from './server-reader.js';

/** The fleet as seen by one operation. Holds one reader per server asked; forgotten when the operation ends. */
export class FleetReader {
  readonly tally = new CallTally();
  private readonly readers = new Map<string, ServerReader>();

  constructor(
    private readonly fleet: Fleet,
    private readonly signal: AbortSignal,
  ) {}

  get clock(): Clock {
    return this.fleet.clock;
  }

  /** The same view with nothing read yet. */
  renewed(): FleetReader {
    return new FleetReader(this.fleet, this.signal);
  }

  /** undefined: no such server. */
  find(serverKey: string): ServerReader | undefined {
    const member = this.fleet.find(serverKey);
    if (member === undefined) return undefined;
    const known = this.readers.get(serverKey);
    if (known !== undefined) return known;
    const reader = new ServerReader(member, this.signal, this.tally.child(), this.fleet.clock);
    this.readers.set(serverKey, reader);
    return reader;
  }

  /** The reader of a server a record came from. */
  of(record: { readonly server: string }): ServerReader {
    const reader = this.find(record.server);
    if (reader === undefined) throw new RangeError(`no server "${record.server}" in this fleet`);
    return reader;
  }

  select(scope: ServerScope): readonly ServerReader[] {
    return this.fleet.select(scope).map(({ server }) => this.of({ server: server.key }));
  }
}
