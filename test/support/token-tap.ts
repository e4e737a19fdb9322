import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenTap {
  url: string;
  /** Every access and refresh token that passed. */
  tokens: Set<string>;
  close(): Promise<void>;
}

/** Stands before a simulated server and notes the tokens it issues. */
export async function startTokenTap(target: string): Promise<TokenTap> {
  const tokens = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const passed = forward(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += String(chunk)));
      if (/token/i.test(url)) answer.on('end', () => note(text));
      answer.pipe(outgoing);
    });
    passed.once('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  const note = (text: string): void => {
    for (const [, token] of text.matchAll(/"(?:access|refresh)_?token":"([^"]+)"/gi))
      if (token !== undefined) tokens.add(token);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens, close };
}
