import type { Refusal, UserErrorCode } from '../../core/errors/refusal.js';
import { SourceFailure } from '../../core/errors/source-failure.js';
import { changeRefusal, doubtful } from '../../core/errors/change-refusal.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import { Row } from '../../platform/products-kit/row.js';

const DONE = [200, 201, 202, 204];
const REFUSED = [400, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 422, 423, 424];
const FAILED = [500, 501, 502, 503, 504];

/** Statuses of a change that are read here. Not 401 and 429, which are about the sign-in and the pace. */
export const CHANGE_STATUSES: readonly number[] = [...DONE, ...REFUSED, ...FAILED];

/**
 * What the server answered to a change; undefined: nothing. Throws Refusal for its error body (`RESTExceptionInfo`), of which the
 * stack trace is left behind, and SourceFailure for an error without one or an answer of somebody else.
 */
export function changeAnswer({ status, data }: UpstreamResponse): unknown {
  if (!DONE.includes(status)) throw refusal(status, Row.of(data));
  if (typeof data !== 'string') return data;
  throw doubtful(
    new SourceFailure('BAD_RESPONSE', 'the server answered a change with something else than JSON', {
      upstreamStatus: status,
    }),
  );
}

function refusal(status: number, body: Row | null): Refusal | SourceFailure {
  const message = body?.remark('message') ?? null;
  const code = body?.remark('errorCode') ?? null;
  if (message === null && FAILED.includes(status))
    return doubtful(
      new SourceFailure('UPSTREAM_ERROR', `the server answered ${status}`, { upstreamStatus: status }),
    );
  return changeRefusal(meaningOf(status, code), { status, code, message });
}

/** The status says more than the code, which v6 does not have and v7 hardly knows. */
function meaningOf(status: number, code: string | null): UserErrorCode {
  if (status === 404 || code === 'ResourceNotFound') return 'NOT_FOUND';
  if (status === 409 || code === 'OperationConflict') return 'CONFLICT';
  if (status === 403 || code === 'ResourceAccessDenied') return 'FORBIDDEN';
  return 'UPSTREAM_REJECTED';
}
