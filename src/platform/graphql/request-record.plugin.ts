import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { CostAware } from './cost.plugin.js';
import { hiddenCause } from './format-error.js';
import type { Log } from '../observability/log.js';
import type { RequestRecord, Trouble } from '../request/request-record.js';
import { cut } from '../request/scrub.js';

/** Of the name of an operation; whoever sends it chooses it. */
const LONGEST_NAME = 100;

/** What an operation's context must offer for its request to be recorded. */
export type Recorded = CostAware & {
  /** undefined: not a request over HTTP. */
  readonly record?: RequestRecord;
};

/** Fills the record of a request with what GraphQL knows of it, and logs what is masked. */
export function requestRecordPlugin(log: Log): ApolloServerPlugin<Recorded> {
  const faults = log.with({ context: 'GraphQL' });
  return {
    requestDidStart: async ({ contextValue }) => {
      const { record } = contextValue;
      if (record === undefined) return;
      return {
        didResolveOperation: async ({ operation, operationName, queryHash }) => {
          if (operation !== undefined)
            record.operation = {
              name: operationName === null ? null : cut(operationName, LONGEST_NAME),
              kind: operation.operation,
              hash: queryHash,
            };
        },
        willSendResponse: async ({ response: { body } }) => {
          record.upstreamCalls = contextValue.cost().upstreamCalls;
          if (body.kind !== 'single') return;
          record.executed = 'data' in body.singleResult;
          const { errors = [] } = body.singleResult;
          record.troubles = troublesIn(errors);
          logHidden(faults, record, errors);
        },
      };
    },
  };
}

/** What masked errors hide from the caller. */
function logHidden(log: Log, { id }: RequestRecord, errors: readonly GraphQLFormattedError[]): void {
  for (const error of errors) {
    const cause = hiddenCause(error);
    if (cause !== undefined)
      log.error('a field failed unexpectedly', { requestId: id, path: error.path?.join('.'), cause });
  }
}

/** Each code and server once, in the order of the errors. */
function troublesIn(errors: readonly GraphQLFormattedError[]): readonly Trouble[] {
  const troubles = new Map<string, Trouble>();
  for (const { extensions } of errors) {
    const code = textOf(extensions?.['code']) ?? 'UNKNOWN';
    const server = textOf(extensions?.['server']);
    troubles.set(`${code} ${server ?? ''}`, { code, server });
  }
  return [...troubles.values()];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
