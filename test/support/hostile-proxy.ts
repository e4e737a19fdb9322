import { createServer, request as forward } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes a request over ("METHOD /path?query") and answers what it likes. False: the server behind answers. */
export type Takeover = (line: string, answer: ServerResponse) => boolean;

export interface HostileProxy {
  url: string;
  close(): Promise<void>;
}

/** Stands in front of the server at `target` and answers in its name, byte by byte as the test wants it. */
export async function startHostileProxy(target: string, takeOver: Takeover): Promise<HostileProxy> {
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', headers } = incoming;
    if (takeOver(`${method} ${incoming.url}`, outgoing)) return void incoming.resume();
    const url = new URL(incoming.url ?? '/', target);
    const passed = forward(url, { method, headers: { ...headers, host: url.host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.once('error', () => outgoing.destroy());
    incoming.pipe(passed);
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
