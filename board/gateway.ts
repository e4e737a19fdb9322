import type { Permissions } from '../src/platform/graphql/checks/permissions.js';
import type { Document } from './documents/documents.js';

const KEY_NAME = 'veeam-graphql-gateway.key';
const ENDPOINT = new URL('graphql', new URL('.', location.href)).href;

/** A part of an answer that could not be read. */
export interface Fault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** What came of asking. */
export type Outcome<Result> =
  | { readonly kind: 'answer'; readonly data: Result; readonly faults: readonly Fault[] }
  /** The key is not taken, or there is none. */
  | { readonly kind: 'key' }
  /** The gateway answers, but not this: the link is wrong, a limit is reached, the caller may not do it. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Nothing answers, or something else than the gateway. */
  | { readonly kind: 'away' };

/** The gateway that serves the board, asked with the key of whoever looks at it. */
export class Gateway {
  /** Without "Bearer". Lives as long as the tab; the query page takes it from here, too. */
  get key(): string | null {
    return sessionStorage.getItem(KEY_NAME);
  }

  useKey(key: string): void {
    sessionStorage.setItem(KEY_NAME, key);
  }

  forgetKey(): void {
    sessionStorage.removeItem(KEY_NAME);
  }

  /** What whoever holds a key may do. */
  async permissions(key = this.key): Promise<Outcome<Permissions>> {
    try {
      const response = await fetch(`${ENDPOINT}/permissions`, {
        headers: authorized(key),
        credentials: 'omit',
      });
      if (response.status === 401) return { kind: 'key' };
      const body: unknown = await response.json();
      if (response.ok) return { kind: 'answer', data: body as Permissions, faults: [] };
      return outcomeOf(response.status, body as Body<Permissions>);
    } catch {
      return { kind: 'away' };
    }
  }

  async ask<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    signal: AbortSignal | null = null,
  ): Promise<Outcome<Result>> {
    try {
      const response = await fetch(ENDPOINT, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...authorized(this.key),
        },
        body: JSON.stringify({ query: document.text, operationName: document.name, variables }),
        signal,
        credentials: 'omit',
      });
      if (response.status === 401) return { kind: 'key' };
      return outcomeOf(response.status, (await response.json()) as Body<Result>);
    } catch (error) {
      if (signal?.aborted) throw error;
      return { kind: 'away' };
    }
  }
}

function authorized(key: string | null): Record<string, string> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

interface Body<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly Fault[];
}

function outcomeOf<Result>(status: number, { data, errors = [] }: Body<Result>): Outcome<Result> {
  if (data !== undefined && data !== null) return { kind: 'answer', data, faults: errors };
  const [first] = errors;
  if (first === undefined || status >= 502) return { kind: 'away' };
  return { kind: 'refused', code: first.extensions?.code ?? String(status), message: first.message };
}
