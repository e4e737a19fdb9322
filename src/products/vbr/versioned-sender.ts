import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamRequest, UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { Negotiation } from './negotiation.js';

/** Adds the revision to every request. Stands below the token session, so that a sign-in has settled the revision. */
export class VersionedSender implements UpstreamSender {
  constructor(
    private readonly http: UpstreamSender,
    private readonly negotiation: Negotiation,
  ) {}

  send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    const revision = this.negotiation.current;
    if (revision === null)
      return Promise.reject(new SourceFailure('BAD_RESPONSE', 'no REST revision was agreed on at sign-in'));
    return this.http.send({ ...request, headers: { ...request.headers, 'x-api-version': revision } }, scope);
  }
}
