import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the server behind sees it. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
  /** The refresh or password grant of a sign-in; null: it is none. */
  readonly grant: string | null;
  /** What comes after "Bearer ". */
  readonly token: string | null;
}

/** What is answered in place of the server; undefined: the server answers. */
export interface Answer {
  readonly status: number;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Intercept = (request: Passing) => Answer | 'hang' | 'reset' | undefined;

/** Stands between the gateway and a simulated server, counts passwords, and answers in its place where a test says so. */
export interface TokenServer {
  readonly url: string;
  /** When passwords were sent, by `Date.now`. */
  readonly passwords: number[];
  readonly renewals: number[];
  readonly requests: Passing[];
  /** The access tokens that the server behind gave for a renewal. */
  readonly renewedTokens: Set<string>;
  intercept: Intercept;
  close(): Promise<void>;
}

/** Starts it in front of the server at `target`. */
export async function startTokenServer(
  target: string,
  intercept: Intercept = () => undefined,
): Promise<TokenServer> {
  const state = {
    passwords: [] as number[],
    renewals: [] as number[],
    requests: [] as Passing[],
    renewedTokens: new Set<string>(),
    intercept,
  };
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const request = read(incoming, body);
    state.requests.push(request);
    if (request.grant === 'password') state.passwords.push(Date.now());
    if (request.grant === 'refresh_token') state.renewals.push(Date.now());
    const answer = state.intercept(request);
    if (answer === 'hang') return;
    if (answer === 'reset') return void outgoing.destroy();
    if (answer !== undefined) return write(outgoing, answer);
    try {
      await pass(incoming, body, target, outgoing, (token) => {
        if (request.grant === 'refresh_token') state.renewedTokens.add(token);
      });
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(state, { url: `http://127.0.0.1:${port}`, close });
}

function read(incoming: IncomingMessage, body: Buffer): Passing {
  const { method = 'GET', url = '/', headers } = incoming;
  const form = new URLSearchParams(body.toString());
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null;
  return { method, path: url.split('?')[0] ?? '', headers, form, grant: form.get('grant_type'), token };
}

function write(outgoing: ServerResponse, { status, body = '', headers = {} }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function pass(
  incoming: IncomingMessage,
  body: Buffer,
  target: string,
  outgoing: ServerResponse,
  tokenSeen: (token: string) => void,
): Promise<void> {
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    ['host', 'connection', 'content-length'].includes(name) ? [] : [[name, String(value)]],
  );
  const answer = await fetch(new URL(incoming.url ?? '/', target), {
    method: incoming.method ?? 'GET',
    headers,
    redirect: 'manual',
    ...(body.length > 0 && { body }),
  });
  const text = await answer.text();
  const token = /"access_token":\s*"([^"]+)"/.exec(text)?.[1];
  if (token !== undefined) tokenSeen(token);
  const type = answer.headers.get('content-type');
  outgoing.writeHead(answer.status, type === null ? {} : { 'content-type': type }).end(text);
}
