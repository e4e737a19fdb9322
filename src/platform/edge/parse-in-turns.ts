import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { loopTurns } from '../../core/fairness/loop-turns.js';

/** Bytes of a body that are parsed in no time. */
const SMALL = 16_384;
/** Nobody knows yet whose operation it is. */
const NOBODY_PAYS = (): void => undefined;

/**
 * Bodies come in crowds, and all that have come are handed over in the same turn of the event loop: where it has lasted long enough, each
 * is parsed, and looked at, in a turn of its own.
 */
export function parseInTurns(adapter: FastifyAdapter, bodyLimit: number): void {
  const parse = adapter.getInstance().getDefaultJsonParser('error', 'error');
  adapter.useBodyParser('application/json', false, { bodyLimit }, (request, body, done) => {
    const takeIn = (): void => void parse(request, body.toString(), done);
    if (body.length < SMALL || !loopTurns.isOver) takeIn();
    else void loopTurns.next(request.ip, NOBODY_PAYS).then(takeIn);
  });
}
