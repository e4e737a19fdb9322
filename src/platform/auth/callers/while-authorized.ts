import type { IncomingMessage } from 'node:http';
import type { Instant, Milliseconds } from '../../../core/model/instant.js';
import { AccessRefusal } from './access-refusal.js';
import type { Callers } from './callers.js';

/** A key that was taken back, or a signing key that was withdrawn, ends streams so late at most. */
const LOOK_AGAIN: Milliseconds = 30_000;

/**
 * Watches over whoever holds a stream: calls `end` once, when the key or token expires or would no longer be accepted. Returns what
 * ends the watching.
 */
export function whileAuthorized(
  callers: Callers,
  request: IncomingMessage,
  end: (refusal: AccessRefusal) => void,
  lookAgain: Milliseconds = LOOK_AGAIN,
): () => void {
  if (!callers.isAsking) return () => undefined;
  let timer = setTimeout(look, pause(callers.of(request).expiresAt, lookAgain));
  let isOver = false;

  function look(): void {
    callers.identifyAgain(request).then(
      ({ expiresAt }) => lookLater(expiresAt),
      (error: unknown) => {
        if (error instanceof AccessRefusal && error.reason === 'unavailable') lookLater(null);
        else if (!isOver) end(error instanceof AccessRefusal ? error : new AccessRefusal('invalid', error));
      },
    );
  }

  function lookLater(expiresAt: Instant | null): void {
    if (!isOver) timer = setTimeout(look, pause(expiresAt, lookAgain));
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Until just after the expiry, but not longer than the pause between two looks. */
function pause(expiresAt: Instant | null, lookAgain: Milliseconds): Milliseconds {
  if (expiresAt === null) return lookAgain;
  return Math.min(lookAgain, Math.max(100, expiresAt - Date.now() + 5));
}
