import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

let lastDead = 0;

/**
 * An address of its own that refuses connections and goes on doing so: below port 1024, where no system gives ports to whoever asks
 * for any.
 */
export async function deadUrl(): Promise<string> {
  do lastDead += 1;
  while (await listens(lastDead));
  return `http://127.0.0.1:${lastDead}`;
}

/** A port to listen on, free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
