import type { UserErrorCode } from '../../core/errors/refusal.js';
import { SourceFailure } from '../../core/errors/source-failure.js';
import { changeRefusal, doubtful } from '../../core/errors/change-refusal.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import { object, remark, anyText } from '../../platform/products-kit/values.js';

/**
 * Statuses with which a server refuses a change in the product's own words. 401 and 429 are none of them: they are about the
 * sign-in and the rate, not about the change.
 */
export const REFUSING = [400, 403, 404, 405, 409, 412, 413, 415, 422, 500, 501, 502, 503, 504] as const;

/**
 * Throws what an answer with one of those statuses means: a Refusal with the server's words, or a SourceFailure where the server
 * failed without any. Never returns.
 */
export function throwRefusal({ status, data }: UpstreamResponse): never {
  const code = anyText(object(data)?.['errorCode']);
  const message = remark(object(data)?.['message']);
  if (status >= 500 && code === null && message === null)
    throw doubtful(
      new SourceFailure('UPSTREAM_ERROR', `the server answered ${status}`, { upstreamStatus: status }),
    );
  throw changeRefusal(reasonOf(status, code), { status, code, message });
}

/** Some operations declare no 404: there the server's own code tells that the object is missing. */
function reasonOf(status: number, code: string | null): UserErrorCode {
  if (status === 404 || code === 'NotFound') return 'NOT_FOUND';
  if (status === 409) return 'CONFLICT';
  if (status === 403 || code === 'AccessDenied') return 'FORBIDDEN';
  return 'UPSTREAM_REJECTED';
}
