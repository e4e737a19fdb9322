import { serverId } from '../model/ids.js';
import { Refusal } from './refusal.js';
import type { UpstreamProblem, UserErrorCode } from './refusal.js';
import { SourceFailure } from './source-failure.js';

/** A gateway of theirs, or a server about to stop, answers so: also after the work was begun. */
const DOUBTFUL = new Set([502, 503, 504]);
/** What servers say, with whatever status, of an object whose state does not allow the change. */
const IN_USE =
  /\b(in use|(being|currently|still|already) used|used by|uses it|already (running|started|in progress)|running already|(is|still|currently) running|in progress|locked by|not running|not started)\b/i;

/** What a server that refuses a change in its own words means. `code`: what its status and code mean. */
export function changeRefusal(code: UserErrorCode, upstream: UpstreamProblem): Refusal {
  const { status, message } = upstream;
  const words = message ?? `the server refused with status ${status}`;
  if (DOUBTFUL.has(status)) return Refusal.of('UPSTREAM_UNAVAILABLE', words, { upstream });
  const isConflict = code === 'UPSTREAM_REJECTED' && IN_USE.test(message ?? '');
  return Refusal.of(isConflict ? 'CONFLICT' : code, words, { upstream });
}

/** The failure of a server that did not answer a reading, before anything was changed. undefined: it is a refusal. */
export function unreadable({ status }: { readonly status: number }): SourceFailure | undefined {
  if (!DOUBTFUL.has(status)) return undefined;
  return new SourceFailure('UPSTREAM_ERROR', `the server answered ${status}`, { upstreamStatus: status });
}

/** What ended a change on a server, with what is known of it: a deadline ends the waiting, not what was sent. */
export function changeFailure(error: unknown, server: string): unknown {
  if (error instanceof SourceFailure && error.code === 'TIMEOUT') return doubtful(error);
  return error instanceof Refusal ? error.about({ server: serverId(server) }) : error;
}

/** The failure of a server that was sent a change, which it may have made. */
export function doubtful(failure: SourceFailure): SourceFailure {
  failure.mayHaveActed = true;
  return failure;
}
