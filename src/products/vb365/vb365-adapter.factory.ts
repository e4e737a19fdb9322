import { Injectable } from '@nestjs/common';
import type { SharedSignIn } from '../../platform/auth/token-session.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { AdapterFactory } from '../../platform/products-kit/adapter-factory.js';
import { UpstreamHttpFactory } from '../../platform/http/upstream-http.module.js';
import { Vb365Adapter } from './adapters/vb365-adapter.js';

@Injectable()
export class Vb365AdapterFactory implements AdapterFactory {
  readonly product = 'VB_M365';

  constructor(private readonly http: UpstreamHttpFactory) {}

  create(connection: ServerConnection, shared?: SharedSignIn): Vb365Adapter {
    return new Vb365Adapter(connection, this.http.create(connection), Date.now, shared);
  }
}
