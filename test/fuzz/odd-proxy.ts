import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { answerOddly } from './odd-answers.js';
import type { Oddness, Whole } from './odd-answers.js';

/** Stands between the gateway and a server, and passes on its answers as an oddness would have them; null: as they are. */
export interface OddProxy {
  readonly url: string;
  oddness: Oddness | null;
  close(): Promise<void>;
}

export async function startOddProxy(target: string): Promise<OddProxy> {
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => undefined);
    void ask(target, incoming).then(
      (whole) => {
        const line = `${incoming.method} ${incoming.url}`;
        if (proxy.oddness === null) outgoing.writeHead(whole.status, whole.headers).end(whole.body);
        else answerOddly(proxy.oddness, line, whole, outgoing);
      },
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: OddProxy = {
    url: `http://127.0.0.1:${port}`,
    oddness: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

async function ask(target: string, incoming: IncomingMessage): Promise<Whole> {
  const url = new URL(incoming.url ?? '/', target);
  const body = await buffer(incoming);
  const headers = { ...incoming.headers, host: url.host, 'accept-encoding': 'identity' };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method: incoming.method ?? 'GET', headers, agent: false }, resolve)
      .once('error', reject)
      .end(body);
  });
  const type = answer.headers['content-type'];
  return {
    status: answer.statusCode ?? 502,
    headers: type === undefined ? {} : { 'content-type': type },
    body: await buffer(answer),
  };
}
