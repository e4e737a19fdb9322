import { Injectable } from '@nestjs/common';
import type { Clock } from '../../core/model/instant.js';
import { TokenSession } from '../../platform/auth/token-session.js';
import type { SharedSignIn } from '../../platform/auth/token-session.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { AdapterFactory } from '../../platform/products-kit/adapter-factory.js';
import { UpstreamHttpFactory } from '../../platform/http/upstream-http.module.js';
import type { ClosableSender } from '../../platform/http/upstream-sender.js';
import { DEFAULT_REVISION } from './revision.js';
import { VbAwsSignIn } from './sign-in.js';
import { VbAwsAdapter } from './vbaws-adapter.js';
import { VersionedSender } from './versioned-sender.js';

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
