import { startUpstream } from '../../../src/simulators/kit/upstream.js';
import type { Upstream } from '../../../src/simulators/kit/upstream.js';

export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A status and a body. */
export type Reply = readonly [number, unknown];

/** Answers a GET; undefined is 404. */
export type Script = (asked: Asked) => Reply | undefined;

/** A form-encoded POST to the token endpoint. */
export type SignInScript = (form: Readonly<Record<string, string>>, revision: string) => Reply;

export const TOKENS = { access_token: 'a', token_type: 'bearer', refresh_token: 'r', expires_in: 900 };

/** What is answered to who looks without a sign-in whether the server is the product and serves a revision. */
export type GateScript = (revision: string) => Reply;

/** A server that says what a test tells it to say: for answers that no well-behaved server gives. */
export function startScripted(
  script: Script,
  signIn: SignInScript = () => [200, TOKENS],
  gate: GateScript = () => [401, {}],
): Promise<Upstream> {
  return startUpstream((app) => {
    app.post<{ Body: Record<string, string> }>('/api/oauth2/token', async (request, reply) => {
      const [status, body] = signIn(request.body, String(request.headers['x-api-version']));
      return reply.code(status).send(body);
    });
    app.post('/api/oauth2/logout', async (_request, reply) => reply.code(200).send());
    app.get<{ Querystring: Record<string, string> }>('/*', async (request, reply) => {
      const [path = ''] = request.url.split('?');
      if (path === '/api/v1/serverInfo' && request.headers.authorization === undefined) {
        const [status, body] = gate(String(request.headers['x-api-version']));
        return reply.code(status).send(body);
      }
      const [status, body] = script({ path, query: request.query, headers: request.headers }) ?? [404, {}];
      return reply.code(status).send(body);
    });
  });
}

/** The list envelope around one page of rows. */
export function pageOf(rows: readonly unknown[], { query }: Asked, cap = 1000): Reply {
  const skip = Number(query['skip'] ?? 0);
  const limit = Math.min(cap, Number(query['limit'] ?? 200));
  const data = rows.slice(skip, skip + limit);
  return [200, { data, pagination: { total: rows.length, count: data.length, skip, limit } }];
}
