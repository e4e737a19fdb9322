import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';
import type { Server } from '../../core/model/server.js';
import type { Endpoint } from '../../platform/http/endpoint.js';
import { connectionAdvice } from './advice.js';
import { failed, ok } from './diagnosis.js';
import type { Finding } from './diagnosis.js';

export async function checkName({ host }: Endpoint): Promise<Finding> {
  if (isIP(host) !== 0) return ok();
  try {
    await lookup(host);
    return ok();
  } catch (error) {
    return failed(
      `the host name ${host} does not resolve (${reason(error)})`,
      'check the host name in url and the name service of this machine',
    );
  }
}

export async function checkTcp(endpoint: Endpoint, server: Server): Promise<Finding> {
  const socket = connect(endpoint.port, endpoint.host);
  try {
    await settled(socket, 'connect', server.timeout);
    return ok();
  } catch (error) {
    return failed(
      `no connection to ${endpoint.host}, port ${endpoint.port} (${reason(error)})`,
      connectionAdvice(server),
    );
  } finally {
    socket.destroy();
  }
}

/** Waits for an event of a socket, at most `limit` ms. */
export function settled(socket: Socket, event: string, limit: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing within ${limit / 1000} s`)), limit);
    socket.once('close', () => clearTimeout(timer));
    socket.once('error', reject);
    socket.once(event, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** A code such as ECONNREFUSED, or the message where there is none. */
export function reason(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
