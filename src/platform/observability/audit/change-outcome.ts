import { unwrapResolverError } from '@apollo/server/errors';
import { decodeId } from '../../../core/model/ids.js';
import type { OutcomeEvent } from './audit-event.js';

type Outcome = Omit<OutcomeEvent, 'event' | 'requestId' | 'attempt'>;

/** What the payload of a mutation says came of it. Fields that would ask a server are not touched. */
export function outcomeOfPayload(payload: unknown): Outcome {
  const codes = list(part(payload, 'userErrors')).map((error) => String(part(error, 'code')));
  const sessions = [ready(payload, 'session'), ...list(ready(payload, 'sessions'))].flatMap(sessionOf);
  return { outcome: codes.length === 0 ? 'OK' : 'REFUSED', codes: [...new Set(codes)], sessions };
}

export function outcomeOfError(error: unknown): Outcome {
  const original = unwrapResolverError(error);
  const code = part(original, 'code') ?? part(part(original, 'extensions'), 'code');
  return {
    outcome: 'FAILED',
    codes: [typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR'],
    sessions: [],
  };
}

function sessionOf(session: unknown): { server: string; session: string }[] {
  const id = part(session, 'id');
  if (typeof id !== 'string') return [];
  const { server, nativeId } = decodeId(id);
  return [{ server, session: nativeId }];
}

/** A field that is there already: one that is worked out when it is asked for asks a server. */
function ready(payload: unknown, name: string): unknown {
  return typeof payload === 'object' && payload !== null
    ? Object.getOwnPropertyDescriptor(payload, name)?.value
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function part(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
