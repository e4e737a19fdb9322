import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A connection to a gateway over which a test writes bytes of its own. */
export interface RawSocket {
  readonly socket: Socket;
  /** Everything that has come so far. */
  received(): string;
  /** Resolves once that matches. */
  sees(pattern: RegExp): Promise<string>;
  /** Resolves when something comes, or the connection is closed. */
  next(): Promise<void>;
  /** Resolves with everything that came when the connection is closed. */
  closed(): Promise<string>;
}

/** Connects to where `url` points and writes `text`. */
export async function openSocket(url: string, text = '', allowHalfOpen = false): Promise<RawSocket> {
  const { port } = new URL(url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen });
  let received = '';
  let isClosed = false;
  socket.on('data', (chunk) => (received += String(chunk)));
  socket.on('error', () => undefined);
  socket.once('close', () => (isClosed = true));
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return {
    socket,
    received: () => received,
    next: () => (isClosed ? Promise.resolve() : next(socket)),
    sees: async (pattern) => {
      while (!pattern.test(received)) {
        if (isClosed) throw new Error(`closed without ${pattern}: ${received}`);
        await next(socket);
      }
      return received;
    },
    closed: async () => {
      while (!isClosed) await next(socket);
      return received;
    },
  };
}

/** Resolves when something comes, or the connection is closed. */
function next(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('data', done).off('close', done);
      resolve();
    };
    socket.once('data', done).once('close', done);
  });
}

/** A request to open a WebSocket, as bytes. */
export function upgradeRequest(headers: Record<string, string> = {}, path = '/graphql'): string {
  const all = {
    host: 'gateway',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'graphql-transport-ws',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
