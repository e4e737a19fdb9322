import type { IncomingMessage } from 'node:http';

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Whether a request began on this machine: from a loopback address, and not handed on by a proxy that says so. */
export function isLocal({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLoopback = address === '::1' || address.startsWith('127.');
  return isLoopback && FORWARDING.every((name) => headers[name] === undefined);
}
