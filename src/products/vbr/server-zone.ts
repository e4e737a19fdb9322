import { FixedOffsetZone, IANAZone } from 'luxon';
import type { Zone } from 'luxon';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import { lacksZone } from '../../platform/products-kit/instants.js';
import { object, anyText } from '../../platform/products-kit/values.js';

const TIME_FIELDS = ['creationTime', 'endTime', 'lastRun', 'nextRun', 'startTime', 'updateTime'];

/** Where the server stands. Asked only when it sends times without an offset, or when somebody wants to know, and then once. */
export class ServerZone {
  private asked: Promise<Zone | null> | undefined;

  constructor(private readonly sender: UpstreamSender) {}

  /** The zone in which to read the times of these rows; null: it is not needed, or the server does not tell. */
  async forRows(rows: readonly unknown[], scope: CallScope): Promise<Zone | null> {
    if (this.asked === undefined && !rows.some(hasBareTime)) return null;
    return this.told(scope);
  }

  /** The zone; null: the server does not tell. */
  async told(scope: CallScope): Promise<Zone | null> {
    this.asked ??= this.ask(scope).catch((error: unknown) => {
      this.asked = undefined;
      throw error;
    });
    return this.asked;
  }

  private async ask(scope: CallScope): Promise<Zone | null> {
    const request = { path: '/api/v1/serverTime', accept: [403], uncounted: true };
    const { data } = await this.sender.send(request, scope);
    return zoneOf(data);
  }
}

function hasBareTime(row: unknown): boolean {
  const fields = object(row);
  return fields !== undefined && TIME_FIELDS.some((name) => lacksZone(fields[name]));
}

/** The IANA name is there since 1.3-rev2; before, the offset of the server's present time has to do. */
function zoneOf(data: unknown): Zone | null {
  const name = anyText(object(data)?.['ianaTimeZoneId']);
  if (name !== null && IANAZone.isValidZone(name)) return IANAZone.create(name);
  const offset = /(?:Z|([+-])(\d\d):?(\d\d))$/i.exec(anyText(object(data)?.['serverTime']) ?? '');
  if (offset === null) return null;
  const minutes = Number(offset[2] ?? 0) * 60 + Number(offset[3] ?? 0);
  return FixedOffsetZone.instance(offset[1] === '-' ? -minutes : minutes);
}
