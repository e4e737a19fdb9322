import { once } from 'node:events';
import { connect } from 'node:net';

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

/** Below the ports that systems give to whoever asks for any; a stretch for each process, so that test files side by side do not meet. */
const LOWEST = 10_000;
const STRETCH = 100;
const STRETCHES = 200;
let lastFree = 0;

/** A port to listen on, that stays free until somebody who was told it listens there. */
export async function freePort(): Promise<number> {
  const stretch = LOWEST + (process.pid % STRETCHES) * STRETCH;
  for (;;) {
    const port = stretch + (lastFree % STRETCH);
    lastFree += 1;
    if (!(await listens(port))) return port;
  }
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
