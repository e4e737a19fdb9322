import { createClient } from 'graphql-ws/client';
import type { Client } from 'graphql-ws/client';
import type { Document } from './documents/documents.js';
import type { Gateway } from './gateway.js';

/** The gateway no longer takes the key. */
const FORBIDDEN = 4403;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/** Whether what is followed comes. */
export type LiveState = 'connecting' | 'live' | 'lost';

/** Follows things over one connection, however many: browsers open no more than six streams of events to one gateway. */
export class Live {
  private readonly client: Client;

  constructor(gateway: Gateway, onState: (state: LiveState) => void) {
    const { key } = gateway;
    const url = new URL('graphql', new URL('.', location.href));
    url.protocol = url.protocol.replace('http', 'ws');
    this.client = createClient({
      url: url.href,
      connectionParams: key === null ? {} : { authorization: `Bearer ${key}` },
      // A screen on a wall is there when the gateway comes back, be it hours later.
      retryAttempts: Infinity,
      retryWait: (retries) => pause(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(retries, 10))),
      on: {
        connecting: () => onState('connecting'),
        connected: () => onState('live'),
        closed: (event) => {
          onState('lost');
          if (event instanceof CloseEvent && event.code === FORBIDDEN) gateway.keyRefused(key);
        },
      },
    });
  }

  /** Tells every event, until it ends or the function that is given back is called. */
  follow<Result, Variables extends Record<string, unknown>>(
    document: Document<Result, Variables>,
    variables: Variables,
    onEvent: (result: Result) => void,
  ): () => void {
    return this.client.subscribe<Result>(
      { query: document.text, operationName: document.name, variables },
      {
        next: ({ data }) => {
          if (data) onEvent(data);
        },
        // The state of the connection is told; a subscription that is refused leaves its row as it was read.
        error: () => undefined,
        complete: () => undefined,
      },
    );
  }

  close(): void {
    void this.client.dispose();
  }
}

/** Boards that lost the same gateway do not all come back at once. */
function pause(wait: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random() / 2)));
}
