import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Milliseconds } from '../../core/model/instant.js';
import { endsWithin } from '../../core/ports/time-left.js';

/** One for all: every request ends, and to make one costs as much as to answer a small query. */
const ENDED = new DOMException('the request has ended', 'AbortError');

/** Aborts when the request takes longer than `limit`, its client goes away before it is answered, or somebody ends it. */
export function requestEnd(response: ServerResponse, limit: Milliseconds): AbortController {
  const controller = new AbortController();
  // Every server asked listens, and a fleet may have hundreds.
  setMaxListeners(0, controller.signal);
  endsWithin(controller.signal, limit);
  const timer = setTimeout(
    () => controller.abort(new DOMException('the request took too long', 'TimeoutError')),
    limit,
  );
  response.once('close', () => {
    clearTimeout(timer);
    controller.abort(ENDED);
  });
  return controller;
}
