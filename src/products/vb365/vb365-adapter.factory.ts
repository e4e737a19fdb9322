import { Injectable } from '@nestjs/common';
import type { TokenStore } from '../../platform/auth/token-store.js';
import type { ServerConnection } from '../../platform/config/server-connection.js';
import type { AdapterFactory } from '../../platform/http/adapter-factory.js';
import { UpstreamHttpFactory } from '../../platform/http/upstream-http.module.js';
import { Vb365Adapter } from './adapters/vb365-adapter.js';

@Injectable()
export class Vb365AdapterFactory implements AdapterFactory {
  readonly product = 'VB_M365';

  constructor(private readonly http: UpstreamHttpFactory) {}

  create(connection: ServerConnection, tokens?: TokenStore): Vb365Adapter {
    return new Vb365Adapter(connection, this.http.create(connection), Date.now, tokens);
  }
}
