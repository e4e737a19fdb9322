import { GraphQLError, defaultFieldResolver } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import type { Log } from '../log.js';
import type { RecordedCaller } from '../../request/request-record.js';
import type { OutcomeEvent } from './audit-event.js';
import type { AuditTrail } from './audit-trail.js';
import { auditedArguments } from './audited-arguments.js';
import { outcomeOfError, outcomeOfPayload } from './change-outcome.js';

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
