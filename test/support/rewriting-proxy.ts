import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Changes an answer of the server behind; `line` is "METHOD /path?query". */
export type Rewrite = (body: Json, line: string) => Json | Promise<Json>;

export interface RewritingProxy {
  url: string;
  close(): Promise<void>;
}

/** Stands between the gateway and a simulated server and changes the JSON of its good answers to reads. */
export async function startRewritingProxy(target: string, rewrite: Rewrite): Promise<RewritingProxy> {
  const server = createServer(async (incoming, outgoing) => {
    try {
      const answer = await pass(incoming, target);
      const text = await answer.text();
      const line = `${incoming.method} ${incoming.url}`;
      const changes = incoming.method === 'GET' && answer.ok && text !== '';
      const body = changes ? JSON.stringify(await rewrite(JSON.parse(text) as Json, line)) : text;
      outgoing.writeHead(answer.status, headersOf(answer));
      outgoing.end(body);
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
  return { url: `http://127.0.0.1:${port}`, close };
}

async function pass(incoming: IncomingMessage, target: string): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    ['host', 'connection', 'content-length'].includes(name) ? [] : [[name, String(value)]],
  );
  const { method = 'GET', url = '/' } = incoming;
  return fetch(new URL(url, target), {
    method,
    headers,
    redirect: 'manual',
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
}

function headersOf(answer: Response): Record<string, string> {
  const type = answer.headers.get('content-type');
  return type === null ? {} : { 'content-type': type };
}
