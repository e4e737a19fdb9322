import { setMaxListeners } from 'node:events';
import type { EventEmitter } from 'node:events';

const signals = new WeakMap<EventEmitter, AbortSignal>();

/** Aborts when the client's connection closes. All that is asked over one connection shares one signal. */
export function clientSignal(connection: EventEmitter): AbortSignal {
  const known = signals.get(connection);
  if (known !== undefined) return known;
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  connection.once('close', () => controller.abort());
  signals.set(connection, controller.signal);
  return controller.signal;
}
