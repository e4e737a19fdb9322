import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { Provenance } from '../../../core/federation/provenance.js';
import type { Recorded } from '../../observability/request-record.plugin.js';
import type { KeptAnswers } from './kept-answers.js';

/** What an operation's context must offer for its answer to be kept. */
export type Traced = Recorded & { readonly provenance: Provenance };

/** Allows answers to be kept: of queries that went well, asked no server and used nothing that was true for a moment only. */
export function repeatableAnswersPlugin(answers: KeptAnswers): ApolloServerPlugin<Traced> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response, operation }) => {
        const { record, provenance } = contextValue;
        if (record === undefined || operation?.operation !== OperationTypeNode.QUERY) return;
        if (response.body.kind !== 'single') return;
        const { data, errors } = response.body.singleResult;
        const isGood = data != null && (errors === undefined || errors.length === 0);
        if (isGood && provenance.reusable && contextValue.cost().upstreamCalls === 0)
          answers.allow(record, provenance);
      },
    }),
  };
}
