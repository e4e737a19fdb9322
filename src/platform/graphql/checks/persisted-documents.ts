import type { ApolloServerPlugin } from '@apollo/server';
import type { TrustedDocuments } from '../../config/trusted-documents.js';
import { SharedMemory } from '../shared-memory.js';
import type { Checked } from './operation-checks.plugin.js';

const PREFIX = 'apq:';
const ROOM = 30 * 2 ** 20;

/**
 * What Apollo asks for documents by their hash: the trusted ones, then those that clients have sent before. Apollo does not say whose a
 * document is that it would like to keep; the plugin does, so that nobody's go for those of somebody who sends more.
 */
export class PersistedDocuments {
  private readonly sent = new SharedMemory<string>(ROOM);

  constructor(private readonly trusted: TrustedDocuments | null) {}

  async get(key: string): Promise<string | undefined> {
    return this.trusted?.documents.get(key.slice(PREFIX.length)) ?? this.sent.get(key);
  }

  async set(): Promise<void> {
    // See above.
  }

  async delete(key: string): Promise<boolean> {
    return this.sent.delete(key);
  }

  plugin(): ApolloServerPlugin<Checked> {
    return {
      requestDidStart: async () => ({
        // What does not come so far was refused.
        responseForOperation: async ({ metrics, queryHash, source, contextValue: { caller } }) => {
          if (metrics.persistedQueryRegister) this.keep(PREFIX + queryHash, source, caller.id);
          return null;
        },
      }),
    };
  }

  private keep(key: string, document: string, owner: string): void {
    // Somebody who sends it again does not take it over.
    if (this.sent.get(key) === undefined)
      this.sent.set(key, document, 2 * document.length + key.length, owner);
  }
}
