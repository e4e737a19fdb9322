import type { ApolloServerPlugin } from '@apollo/server';
import { Kind } from 'graphql';
import type { DocumentNode, GraphQLError } from 'graphql';
import { formattedError } from '../format-error.js';
import type { OperationBudget } from '../../../core/fairness/operation-budget.js';
import type { Asking, CheckedOperation, OperationChecks, RefusedOperation } from './operation-checks.js';

/** What an operation's context must offer for it to be checked, and what the check leaves there. */
export type Checked = Omit<Asking, 'by'> & { readonly budget: OperationBudget; checked?: CheckedOperation };

const NOTHING: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/**
 * Checks operations over HTTP. Apollo parses and validates only where no document is there when it has the text, which is so with its
 * store of documents turned off.
 */
export function operationChecksPlugin(checks: OperationChecks): ApolloServerPlugin<Checked> {
  return {
    requestDidStart: async () => {
      let refused: readonly GraphQLError[] = [];
      return {
        didResolveSource: async (request) => {
          // Requests come in crowds, and what is wrong with a document may take long to tell.
          const { budget } = request.contextValue;
          if (budget.isDue) await budget.laterTurnOrEnd();
          const { variables, operationName } = request.request;
          const { schema, source: query, contextValue } = request;
          const outcome = checks.check(
            schema,
            { query, variables, operationName },
            { ...askingOf(contextValue), by: 'request' },
          );
          if ('errors' in outcome) refused = outcome.errors;
          else contextValue.checked = outcome;
          Object.assign(request, {
            document: 'errors' in outcome ? refusedDocument(outcome) : outcome.document,
          });
        },
        didResolveOperation: async () => {
          const [first] = refused;
          if (first !== undefined) throw first;
        },
        willSendResponse: async ({ response: { body } }) => {
          if (refused.length > 1 && body.kind === 'single')
            body.singleResult.errors = refused.map(formattedError);
        },
      };
    },
  };
}

/** What other plugins are shown of it. */
function refusedDocument({ operation }: RefusedOperation): DocumentNode {
  return operation === undefined ? NOTHING : { kind: Kind.DOCUMENT, definitions: [operation] };
}

function askingOf({ caller, servers }: Checked): Omit<Asking, 'by'> {
  return { caller, servers };
}
