import { Injectable } from '@nestjs/common';
import type { Clock } from '../../core/model/instant.js';
import { TokenSession } from '../../platform/auth/token-session.js';
import type { SharedSignIn } from '../../platform/auth/token-session.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { AdapterFactory } from '../../platform/products-kit/adapter-factory.js';
import { UpstreamHttpFactory } from '../../platform/http/upstream-http.module.js';
import type { ClosableSender, UpstreamSender } from '../../platform/http/upstream-sender.js';
import { VbrAdapter } from './adapters/vbr-adapter.js';
import { VbrClient } from './client.js';
import { Negotiation } from './negotiation.js';
import { VbrSignIn } from './sign-in.js';
import { SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamRequest, UpstreamResponse } from '../../platform/http/upstream-request.js';

@Injectable()
export class VbrAdapterFactory implements AdapterFactory {
  readonly product = 'VBR';

  constructor(private readonly https: UpstreamHttpFactory) {}

  create(connection: ServerConnection, shared?: SharedSignIn): VbrAdapter {
    return createVbrAdapter(connection, this.https.create(connection), Date.now, shared);
  }
}

/** Puts the adapter of one server together over its HTTP client; `clock` decides when tokens are renewed. */
export function createVbrAdapter(
  connection: ServerConnection,
  http: ClosableSender,
  clock: Clock,
  shared?: SharedSignIn,
): VbrAdapter {
  const negotiation = new Negotiation(connection.apiVersion);
  const session = new TokenSession(
    new VersionedSender(http, negotiation),
    new VbrSignIn(http, connection, negotiation),
    clock,
    {
      ...shared,
      signInLimit: connection.server.timeout,
      listener: http.signIns,
    },
  );
  return new VbrAdapter(connection.server, new VbrClient(session, negotiation), async () => {
    await session.close();
    http.close();
  });
}

/** Adds the revision to every request. Stands below the token session, so that a sign-in has settled the revision. */
class VersionedSender implements UpstreamSender {
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
