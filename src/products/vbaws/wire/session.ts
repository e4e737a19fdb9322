import { Row } from '../../../platform/products-kit/row.js';
import { embeddedOf } from './links.js';

/** A session as `/sessions` gives it (1.0-rev0 to 1.9-rev0; name and extended type since 1.2). It names no policy. */
export interface WireSession {
  readonly id: string;
  readonly type: string | null;
  readonly extendedSessionType: string | null;
  readonly name: string | null;
  /** Running, NeverExecuted, Succeeded, Warning, Failed, Canceled. */
  readonly status: string | null;
  /** Running, Success, Warning, Failed, Cancelled: not the words of `status`. */
  readonly result: string | null;
  readonly executionStartTime: string | null;
  readonly executionStopTime: string | null;
  /** Milliseconds. */
  readonly executionDuration: number | null;
  readonly reason: string | null;
  /** Names of the links that tell what kind of session it is. */
  readonly embedded: readonly string[];
}

/** null: no session can be read from it. */
export function readSession(row: unknown): WireSession | null {
  const fields = Row.of(row);
  const id = fields?.id('id');
  if (!fields || !id) return null;
  const embedded = embeddedOf(fields);
  return {
    id,
    type: fields.text('type'),
    extendedSessionType: fields.text('extendedSessionType'),
    name: fields.text('name'),
    status: fields.text('status'),
    result: fields.text('result'),
    executionStartTime: fields.text('executionStartTime'),
    executionStopTime: fields.text('executionStopTime'),
    executionDuration: fields.count('executionDuration'),
    reason: fields.text('reason'),
    embedded: (embedded?.names ?? []).filter((name) => embedded?.object(name) !== null),
  };
}
