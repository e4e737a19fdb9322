import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { Provenance } from '../../../core/federation/provenance.js';
import type { Recorded } from '../request-record.plugin.js';
import type { AnswerCache } from './answer-cache.js';

/** What an operation's context must offer for its answer to be kept. */
export type Traced = Recorded & { readonly provenance: Provenance };

/**
 * Allows answers to be kept: those of queries that went well, used nothing that was true for a moment only, and asked no server. One
 * that has to ask a server whenever it is made is kept at once, since its asker has named an age.
 */
export function repeatableAnswersPlugin(answers: AnswerCache): ApolloServerPlugin<Traced> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response, operation }) => {
        const { record, provenance } = contextValue;
        if (record === undefined || operation?.operation !== OperationTypeNode.QUERY) return;
        if (response.body.kind !== 'single') return;
        const { data, errors, extensions = {} } = response.body.singleResult;
        const isGood = data != null && (errors === undefined || errors.length === 0);
        if (!isGood || !provenance.reusable) return;
        if (contextValue.cost().upstreamCalls === 0 || provenance.isMomentary)
          answers.allow(record, { provenance, extensions });
      },
    }),
  };
}
