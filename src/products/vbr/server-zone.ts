import { FixedOffsetZone, IANAZone } from 'luxon';
import type { Zone } from 'luxon';
import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import { lacksZone } from './mappers/time.js';
import { object, text } from './wire/read.js';

const TIME_FIELDS = ['creationTime', 'endTime', 'lastRun', 'nextRun', 'startTime', 'updateTime'];

/** Where the server stands. Asked only when it sends times without an offset, and then once. */
export class ServerZone {
  private zone: Zone | null = null;

  constructor(private readonly session: UpstreamSender) {}

  /** The zone in which to read the times of these rows; null: it is not needed, or the server does not tell. */
  async forRows(rows: readonly unknown[], scope: CallScope): Promise<Zone | null> {
    if (this.zone === null && rows.some(hasBareTime)) this.zone = await this.ask(scope);
    return this.zone;
  }

  private async ask(scope: CallScope): Promise<Zone | null> {
    try {
      const { data } = await this.session.send({ path: '/api/v1/serverTime', uncounted: true }, scope);
      return zoneOf(data);
    } catch (error) {
      if (error instanceof SourceFailure && error.code === 'FORBIDDEN') return null;
      throw error;
    }
  }
}

function hasBareTime(row: unknown): boolean {
  const fields = object(row);
  return fields !== undefined && TIME_FIELDS.some((name) => lacksZone(fields[name]));
}

/** The IANA name is there since 1.3-rev2; before, the offset of the server's present time has to do. */
function zoneOf(data: unknown): Zone | null {
  const name = text(object(data)?.['ianaTimeZoneId']);
  if (name !== null && IANAZone.isValidZone(name)) return IANAZone.create(name);
  const offset = /(?:Z|([+-])(\d\d):?(\d\d))$/i.exec(text(object(data)?.['serverTime']) ?? '');
  if (offset === null) return null;
  const minutes = Number(offset[2] ?? 0) * 60 + Number(offset[3] ?? 0);
  return FixedOffsetZone.instance(offset[1] === '-' ? -minutes : minutes);
}
