import { Injectable } from '@nestjs/common';
import type { Clock } from '../../core/model/instant.js';
import { TokenSession } from '../../platform/auth/token-session.js';
import type { SharedSignIn } from '../../platform/auth/token-session.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { AdapterFactory } from '../../platform/products-kit/adapter-factory.js';
import { UpstreamHttpFactory } from '../../platform/http/upstream-http.module.js';
import type { ClosableSender, UpstreamSender } from '../../platform/http/upstream-sender.js';
import { DEFAULT_REVISION } from './revision.js';
import { VbAwsSignIn } from './sign-in.js';
import { VbAwsAdapter } from './vbaws-adapter.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamRequest, UpstreamResponse } from '../../platform/http/upstream-request.js';

@Injectable()
export class VbAwsAdapterFactory implements AdapterFactory {
  readonly product = 'VB_AWS';

  constructor(private readonly http: UpstreamHttpFactory) {}

  create(connection: ServerConnection, shared?: SharedSignIn): VbAwsAdapter {
    return createVbAwsAdapter(connection, this.http.create(connection), Date.now, shared);
  }
}

/** Puts one appliance's adapter together over an HTTP client, which it closes in the end. */
export function createVbAwsAdapter(
  connection: ServerConnection,
  http: ClosableSender,
  clock: Clock,
  shared?: SharedSignIn,
): VbAwsAdapter {
  const revision = connection.apiVersion ?? DEFAULT_REVISION;
  const sender = new VersionedSender(http, revision);
  const signIn = new VbAwsSignIn(sender, connection, revision);
  const session = new TokenSession(sender, signIn, clock, {
    ...shared,
    signInLimit: connection.server.timeout,
    listener: http.signIns,
  });
  return new VbAwsAdapter({
    server: connection.server,
    sender: session,
    revision,
    clock,
    close: async () => {
      await session.close();
      http.close();
    },
  });
}

/** Adds the header that picks the REST revision; the appliance wants it on every call, sign-in included. */
class VersionedSender implements UpstreamSender {
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
