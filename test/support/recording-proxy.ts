import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request with its answer; bodies are parsed JSON, undefined where there is none. */
export interface Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
}

export interface RecordingProxy {
  url: string;
  /** Everything that passed so far, sign-ins left out. */
  exchanges: Exchange[];
  close(): Promise<void>;
}

/** Stands between the gateway and a simulated server and keeps what both say. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const { method = 'GET', url = '/' } = incoming;
      const body = await bodyOf(incoming);
      const answer = await fetch(new URL(url, target), {
        method,
        headers: headersOf(incoming),
        ...(body !== '' && { body }),
      });
      const text = await answer.text();
      const [path = '', query = ''] = url.split('?');
      if (!/\/(oauth2\/|token$)/.test(path))
        exchanges.push({
          method,
          path,
          query,
          request: json(body),
          status: answer.status,
          response: json(text),
        });
      outgoing.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'text/plain',
      });
      outgoing.end(text);
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
  return { url: `http://127.0.0.1:${port}`, exchanges, close };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(incoming: IncomingMessage): [string, string][] {
  return Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    ['host', 'connection', 'content-length'].includes(name) ? [] : [[name, String(value)]],
  );
}

function json(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}
