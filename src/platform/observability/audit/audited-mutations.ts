import { GraphQLError, defaultFieldResolver } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import type { Log } from '../log.js';
import type { RecordedCaller } from '../../request/request-record.js';
import type { OutcomeEvent } from './audit-event.js';
import type { AuditTrail } from './audit-trail.js';
import { auditedArguments } from './audited-arguments.js';
import { decodeId } from '../../../core/model/ids.js';

/** What the context of a change must offer for it to be audited. */
interface AuditedContext {
  readonly requestId: string;
  readonly operation: { readonly caller: RecordedCaller };
  readonly record?: { readonly address: string };
}

/**
 * Lets every mutation leave two records: an attempt before it begins, without which it is not begun, and its outcome. Wrapped
 * around the fields of the schema, so that no mutation can be forgotten.
 */
export function auditMutations(schema: GraphQLSchema, trail: AuditTrail, log: Log): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) audit(field, trail, log);
  return schema;
}

function audit(field: GraphQLField<unknown, AuditedContext>, trail: AuditTrail, log: Log): void {
  const work = field.resolve ?? defaultFieldResolver;
  field.resolve = async (source, args: Record<string, unknown>, context, info) => {
    const { requestId } = context;
    const attempt = await begin(field, args, context, trail, log);
    const end = async (outcome: Omit<OutcomeEvent, 'event' | 'requestId' | 'attempt'>): Promise<void> => {
      await trail.write({ event: 'outcome', requestId, attempt, ...outcome }).catch((error: unknown) =>
        log.error('the outcome of a change could not be written to the audit', {
          requestId,
          attempt,
          ...outcome,
          error,
        }),
      );
    };
    try {
      const payload: unknown = await work(source, args, context, info);
      await end(outcomeOfPayload(payload));
      return payload;
    } catch (error) {
      await end(outcomeOfError(error));
      throw error;
    }
  };
}

/** The number of the record. Throws where it cannot be written: what cannot be audited is not done. */
async function begin(
  { name, args: definitions }: GraphQLField<unknown, AuditedContext>,
  args: Record<string, unknown>,
  { requestId, operation: { caller }, record }: AuditedContext,
  trail: AuditTrail,
  log: Log,
): Promise<number> {
  const { id, name: callerName, role } = caller;
  const from = { requestId, caller: { id, name: callerName, role }, address: record?.address ?? 'unknown' };
  try {
    return await trail.write({
      event: 'attempt',
      ...from,
      operation: name,
      ...auditedArguments(definitions, args),
    });
  } catch (error) {
    log.error('a change was refused because it could not be written to the audit', { requestId, error });
    throw new GraphQLError('the change was not made: it could not be written to the audit', {
      extensions: { code: 'AUDIT_UNAVAILABLE' },
    });
  }
}

type Outcome = Omit<OutcomeEvent, 'event' | 'requestId' | 'attempt'>;

/** What the payload of a mutation says came of it. Fields that would ask a server are not touched. */
function outcomeOfPayload(payload: unknown): Outcome {
  const codes = list(part(payload, 'userErrors')).map((error) => String(part(error, 'code')));
  const sessions = [ready(payload, 'session'), ...list(ready(payload, 'sessions'))].flatMap(sessionOf);
  return { outcome: codes.length === 0 ? 'OK' : 'REFUSED', codes: [...new Set(codes)], sessions };
}

function outcomeOfError(error: unknown): Outcome {
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
