import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface StallingProxy {
  url: string;
  /** Requests that were kept waiting, and how many of them the gateway has given up. */
  readonly stalled: { readonly begun: number; readonly abandoned: number };
  /** Resolves when so many requests have been kept waiting, or so many given up. */
  until(count: Partial<Record<'begun' | 'abandoned', number>>): Promise<void>;
  close(): Promise<void>;
}

/** Stands before a simulated server and never answers requests whose "METHOD /path" matches; passes on the rest. */
export async function startStallingProxy(target: string, stalls: RegExp): Promise<StallingProxy> {
  const stalled = { begun: 0, abandoned: 0 };
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    if (stalls.test(`${method} ${url}`)) {
      stalled.begun += 1;
      outgoing.once('close', () => (stalled.abandoned += 1));
      return;
    }
    const passed = forward(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.once('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stalled,
    until: async ({ begun = 0, abandoned = 0 }) => {
      while (stalled.begun < begun || stalled.abandoned < abandoned) await delay(5);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
