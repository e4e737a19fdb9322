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
  /** `onKeyRefused`: the key that was used is not taken any more, and forgotten. */
  constructor(private readonly onKeyRefused: () => void) {}

  /** Without "Bearer". Lives as long as the tab; the query page takes it from here, too. */
  get key(): string | null {
    return sessionStorage.getItem(KEY_NAME);
  }

  forgetKey(): void {
    sessionStorage.removeItem(KEY_NAME);
  }

  /** To be told when the gateway does not take a key. Another one may be in use by then: that stays. */
  keyRefused(key: string | null): void {
    if (key !== this.key) return;
    this.forgetKey();
    this.onKeyRefused();
  }

  /** Uses the key from now on, if the gateway takes it. */
  async tryKey(key: string): Promise<Outcome<Permissions>> {
    const outcome = await this.permissions(key);
    if (outcome.kind === 'answer') sessionStorage.setItem(KEY_NAME, key);
    return outcome;
  }

  /** What whoever holds a key may do. */
  permissions(key = this.key): Promise<Outcome<Permissions>> {
    return this.send(key, `${ENDPOINT}/permissions`, {}, (json) =>
      isPermissions(json) ? { data: json } : (json as Body<Permissions>),
    );
  }

  ask<Result, Variables>(
    { text, name }: Document<Result, Variables>,
    variables: Variables,
    signal: AbortSignal | null = null,
  ): Promise<Outcome<Result>> {
    const body = JSON.stringify({ query: text, operationName: name, variables });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal };
    return this.send(this.key, ENDPOINT, init, (json) => json as Body<Result>);
  }

  private async send<Result>(
    key: string | null,
    address: string,
    init: RequestInit,
    bodyOf: (json: unknown) => Body<Result>,
  ): Promise<Outcome<Result>> {
    const headers = new Headers(init.headers);
    headers.set('accept', 'application/json');
    if (key !== null) headers.set('authorization', `Bearer ${key}`);
    try {
      const response = await fetch(address, { ...init, headers, credentials: 'omit' });
      if (response.status !== 401) return outcomeOf(response.status, bodyOf(await response.json()));
    } catch (error) {
      if (init.signal?.aborted) throw error;
      return { kind: 'away' };
    }
    this.keyRefused(key);
    return { kind: 'key' };
  }
}

/** GraphQL's answer, as far as what answers is the gateway. */
interface Body<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly Fault[];
}

function isPermissions(json: unknown): json is Permissions {
  return typeof json === 'object' && json !== null && 'role' in json;
}

function outcomeOf<Result>(status: number, { data, errors = [] }: Body<Result>): Outcome<Result> {
  if (data !== undefined && data !== null) return { kind: 'answer', data, faults: errors };
  const [first] = errors;
  // A proxy has errors of its own, which are not GraphQL's.
  if (typeof first?.message !== 'string') return { kind: 'away' };
  return { kind: 'refused', code: first.extensions?.code ?? String(status), message: first.message };
}
