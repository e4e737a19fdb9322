import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamRequest, UpstreamResponse } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';

/** Adds the header that picks the REST revision; the appliance wants it on every call, sign-in included. */
export class VersionedSender implements UpstreamSender {
  constructor(
    private readonly http: UpstreamSender,
    private readonly revision: string,
  ) {}

  send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    return this.http.send(
      { ...request, headers: { 'x-api-version': this.revision, ...request.headers } },
      scope,
    );
  }
}
