import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** An address behind which servers come and go. */
export interface Relay {
  origin: string;
  /** Where new connections lead; null: they are broken off, and so are the open ones. */
  leadTo(origin: string | null): void;
  close(): Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  let target: string | null = null;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    if (target === null) return client.destroy();
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => open.forEach((socket) => socket.destroy());
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (origin) => {
      target = origin;
      if (origin === null) cut();
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
