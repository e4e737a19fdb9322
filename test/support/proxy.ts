import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProxyOptions {
  /** The most rows of a page that the server gives, whatever is asked for. Absent: as many as asked for. */
  mostRows?: number;
}

/** Stands between the gateway and a simulated server. */
export interface Proxy {
  url: string;
  /** How many requests were on their way at once, at most. */
  readonly peak: number;
  close(): Promise<void>;
}

/** Starts a proxy in front of the server at `target` on a free port. */
export async function startProxy(target: string, { mostRows }: ProxyOptions = {}): Promise<Proxy> {
  let underway = 0;
  let peak = 0;
  const server = createServer((incoming, outgoing) => {
    underway += 1;
    peak = Math.max(peak, underway);
    outgoing.once('close', () => (underway -= 1));
    const url = new URL(incoming.url ?? '/', target);
    if (mostRows !== undefined) capPage(url, mostRows);
    const { method, headers } = incoming;
    const passed = forward(url, { method, headers: { ...headers, host: url.host } }, (answer) => {
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
    get peak() {
      return peak;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function capPage({ searchParams }: URL, mostRows: number): void {
  for (const [name, value] of searchParams)
    if (name.toLowerCase() === 'limit') searchParams.set(name, String(Math.min(Number(value), mostRows)));
}
