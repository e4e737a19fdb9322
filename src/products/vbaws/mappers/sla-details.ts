import type { Instant } from '../../../core/model/instant.js';
import type { SessionResult } from '../../../core/model/session.js';
import { Row } from '../../../platform/products-kit/row.js';
import { readInstant } from '../../../platform/products-kit/instants.js';
import { verdictOf } from './sla.js';
import { logStatusOf, resultOf } from './words.js';

/** How one period of a policy fared. */
export interface SlaPeriod {
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly status: string | null;
  readonly met: boolean | null;
  readonly achievedPercent: number | null;
  readonly processedObjects: number | null;
}

/** How one EC2 instance of a policy fared within a window. */
export interface SlaInstance {
  readonly nativeId: string;
  readonly name: string;
  readonly status: string | null;
  readonly met: boolean | null;
  readonly achievedPercent: number | null;
  readonly planned: number | null;
  readonly successful: number | null;
  readonly missed: number | null;
}

/** Instances by how they fared, whatever was searched for; null: not told. */
export interface SlaStatistics {
  readonly met: number | null;
  readonly missed: number | null;
  readonly removed: number | null;
}

/** A time with the zone of the resource it is about. */
interface ResourceTime {
  readonly time: Instant | null;
  readonly timeZone: string | null;
  /** As the appliance writes it. */
  readonly utcOffset: string | null;
}

export interface SlaInstanceSession extends ResourceTime {
  readonly nativeId: string;
  readonly status: string | null;
  readonly result: SessionResult;
}

export interface SlaLogLine extends ResourceTime {
  readonly message: string;
  readonly status: string | null;
  readonly result: SessionResult;
}

export function slaPeriod(row: unknown): SlaPeriod | null {
  const fields = Row.of(row);
  if (!fields) return null;
  return {
    ...verdictOf(fields),
    from: readInstant(fields.text('from')),
    to: readInstant(fields.text('to')),
    processedObjects: fields.count('processedObjects'),
  };
}

export function slaInstance(row: unknown): SlaInstance | null {
  const fields = Row.of(row);
  const id = fields?.id('instanceId');
  if (!fields || !id) return null;
  return {
    ...verdictOf(fields),
    nativeId: id,
    name: fields.text('instanceName') ?? id,
    planned: fields.count('planned'),
    successful: fields.count('successful'),
    missed: fields.count('missed'),
  };
}

export function slaStatistics(statistics: Row | null): SlaStatistics {
  return {
    met: statistics?.count('metTargetSla') ?? null,
    missed: statistics?.count('missedTargetSla') ?? null,
    removed: statistics?.count('removed') ?? null,
  };
}

export function slaInstanceSession(row: unknown): SlaInstanceSession | null {
  const fields = Row.of(row);
  const id = fields?.id('sessionId');
  if (!fields || !id) return null;
  const status = fields.text('status');
  return { ...resourceTime(fields), nativeId: id, status, result: resultOf(status) ?? 'UNKNOWN' };
}

/** Only None is published of the words of a line; the others are read as those of a session's result or log. */
export function slaLogLine(row: unknown): SlaLogLine | null {
  const fields = Row.of(row);
  if (!fields) return null;
  const status = fields.text('status');
  return {
    ...resourceTime(fields),
    message: fields.text('sessionLogName') ?? '',
    status,
    result: resultOf(status) ?? logStatusOf(status) ?? 'UNKNOWN',
  };
}

function resourceTime(row: Row): ResourceTime {
  const start = row.object('startTime');
  const zone = start?.object('resourceTimezone');
  return {
    time: readInstant(start?.text('sessionTimestampUtc') ?? null),
    timeZone: zone?.text('name') ?? null,
    utcOffset: zone?.text('timezoneOffset') ?? null,
  };
}
