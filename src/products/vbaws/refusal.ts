import type { UserErrorCode } from '../../core/errors/refusal.js';
import { SourceFailure } from '../../core/errors/source-failure.js';
import { changeRefusal, doubtful } from '../../core/errors/change-refusal.js';
import type { UpstreamResponse } from '../../platform/http/upstream-request.js';
import { Row } from '../../platform/products-kit/row.js';
import { Words } from '../../platform/products-kit/words.js';

/**
 * Statuses with which an appliance refuses a change in the product's own words. 401 and 429 are none of them: they are about the
 * sign-in and the rate, not about the change.
 */
export const REFUSING = [400, 403, 404, 405, 406, 409, 412, 413, 415, 422, 500, 501, 502, 503, 504] as const;

/**
 * Throws what an answer with one of those statuses means: a Refusal with the appliance's words, or a SourceFailure where it failed
 * without any. Never returns.
 */
export function throwRefusal({ status, data }: UpstreamResponse): never {
  const problem = Row.of(data);
  const kind = kindOf(problem);
  const code = problem?.text('errorCode') ?? kind;
  const message = messageOf(problem);
  if (status >= 500 && code === null && message === null)
    throw doubtful(
      new SourceFailure('UPSTREAM_ERROR', `the server answered ${status}`, { upstreamStatus: status }),
    );
  throw changeRefusal(reasonOf(status, code, kind), { status, code, message });
}

/** What an appliance's own codes mean, those of the first revision, too. */
const CODES = new Words<UserErrorCode | null>(
  {
    InvalidURI: 'UNSUPPORTED',
    NotImplemented: 'UNSUPPORTED',
    NotFound: 'NOT_FOUND',
    ResourceNotFound: 'NOT_FOUND',
    PolicyAlreadyStarted: 'CONFLICT',
    RepositoryUsedByPolicy: 'CONFLICT',
    AccessDenied: 'FORBIDDEN',
  },
  null,
);

const STATUSES: ReadonlyMap<number, UserErrorCode> = new Map([
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [501, 'UNSUPPORTED'],
]);

/** The kind says more than the code, which is one of ten. */
function reasonOf(status: number, code: string | null, kind: string | null): UserErrorCode {
  return CODES.of(kind) ?? CODES.of(code) ?? STATUSES.get(status) ?? 'UPSTREAM_REJECTED';
}

/** The first revision names the kind of a problem by an address: "/api/v1/problems/policyAlreadyStarted". */
function kindOf(problem: Row | null): string | null {
  return problem?.text('type')?.split('/').at(-1) ?? null;
}

/** `details` says what is wrong, `data` where; both are the appliance's own words. */
function messageOf(problem: Row | null): string | null {
  const summary = problem?.text('details') ?? problem?.text('title') ?? null;
  const data = problem?.object('data');
  const remarks = (data?.names ?? []).flatMap((name) =>
    (data?.object(name)?.texts('messages') ?? []).map((message) => `${name}: ${message}`),
  );
  return summary === null && remarks.length === 0
    ? null
    : [...(summary === null ? [] : [summary]), ...remarks].join(' ');
}
