import { EventSourceParserStream } from 'eventsource-parser/stream';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import type { Permissions } from '../src/platform/graphql/checks/permissions.ts';
import { isJson } from './format.ts';

const KEY_NAME = 'veeam-graphql-gateway.key';
const ENDPOINT = location.pathname;
const JSON_TYPE = 'application/json';
/** With it a document that is refused has a status that says so. */
const ANSWER_TYPE = 'application/graphql-response+json';

/** An operation as it is sent; `variables` is JSON, sent to the digit as it was written. */
export interface Operation {
  readonly query: string;
  readonly variables?: string;
  readonly operationName?: string | undefined;
}

/** What came back: the JSON as it was sent. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The gateway does not give what the page itself asked for; the message is for people. */
export class Refusal extends Error {
  /** `status`: null where no answer came. */
  constructor(
    readonly status: number | null,
    message: string,
  ) {
    super(message);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The gateway that serves this page, asked with the key of whoever uses it. */
export class Gateway {
  /** Without "Bearer". Lives as long as the tab. */
  get key(): string | null {
    return sessionStorage.getItem(KEY_NAME);
  }

  useKey(key: string): void {
    sessionStorage.setItem(KEY_NAME, key);
  }

  forgetKey(): void {
    sessionStorage.removeItem(KEY_NAME);
  }

  /** What whoever holds the key may do. Throws Refusal. */
  async permissions(key = this.key): Promise<Permissions> {
    const response = await reach(`${ENDPOINT}/permissions`, { headers: authorized(key) });
    const text = await response.text();
    if (!response.ok) throw refusalBy(response.status, text);
    return JSON.parse(text) as Permissions;
  }

  /** What can be asked. Throws Refusal. */
  async schema(): Promise<GraphQLSchema> {
    const { status, text } = await this.ask({
      query: getIntrospectionQuery({ inputValueDeprecation: true }),
    });
    if (status !== 200) throw refusalBy(status, text);
    return buildClientSchema((JSON.parse(text) as { data: IntrospectionQuery }).data);
  }

  /** The id of the first row that a query of lists finds. Throws Refusal. */
  async firstIdOf(query: string): Promise<string | undefined> {
    const { status, text } = await this.ask({ query });
    if (status !== 200) throw refusalBy(status, text);
    const { data } = JSON.parse(text) as { data: Record<string, { nodes: { id: string }[] }> | null };
    return Object.values(data ?? {}).flatMap(({ nodes }) => nodes)[0]?.id;
  }

  async ask(
    operation: Operation,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Answer> {
    const response = await this.send(ENDPOINT, operation, ANSWER_TYPE, headers, signal);
    return { status: response.status, text: await response.text() };
  }

  /** Every event of a subscription, until it ends or is stopped. A refusal is the only answer then. */
  async *follow(
    operation: Operation,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): AsyncGenerator<Answer, void> {
    const response = await this.send(`${ENDPOINT}/stream`, operation, 'text/event-stream', headers, signal);
    const { status, body } = response;
    if (body === null || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      yield { status, text: await response.text() };
      return;
    }
    const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    try {
      for await (const { event, data } of events) {
        if (event === 'complete') return;
        if (event === 'next') yield { status, text: data };
      }
    } catch (error) {
      if (signal.aborted) throw error;
    }
    throw new Refusal(null, 'The connection broke off. Run it again to follow on.');
  }

  private send(
    url: string,
    { query, variables = '{}', operationName }: Operation,
    accept: string,
    headers: Record<string, string>,
    signal: AbortSignal | null = null,
  ): Promise<Response> {
    const all = new Headers({ 'content-type': JSON_TYPE, accept, ...authorized(this.key) });
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    const rest = JSON.stringify({ query, operationName });
    const body = `${rest.slice(0, -1)},"variables":${variables}}`;
    return reach(url, { method: 'POST', headers: all, body, signal });
  }
}

function authorized(key: string | null): Record<string, string> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

async function reach(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...request, credentials: 'omit' });
  } catch (error) {
    // Of a network that fails browsers say no more than "Failed to fetch".
    if (request.signal?.aborted) throw error;
    throw new Refusal(null, 'The gateway does not answer.');
  }
}

/** What an answer says went wrong. */
export function errorsOf(text: string): readonly { readonly message: string }[] {
  const { errors } = (isJson(text) ? JSON.parse(text) : {}) as { errors?: { message: string }[] };
  return errors ?? [];
}

/** What the gateway, or a proxy before it, has against a request. */
function refusalBy(status: number, text: string): Refusal {
  const message = errorsOf(text)[0]?.message ?? 'no answer of the gateway';
  return new Refusal(status, `Refused with ${status}: ${message}`);
}
