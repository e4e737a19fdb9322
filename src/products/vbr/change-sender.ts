import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../../core/errors/refusal.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamRequest } from '../../platform/http/upstream-request.js';
import { readSessions } from './adapters/session-stream.js';
import type { VbrClient } from './client.js';
import type { VbrSessionRecord } from './model.js';
import type { JsonObject } from '../../platform/products-kit/values.js';

/** Sends changes to one server, each once. Throws Refusal where the server refuses, SourceFailure where it does not answer. */
export class VbrChangeSender {
  constructor(
    private readonly client: VbrClient,
    private readonly server: string,
  ) {}

  /** The revision the server is spoken to in; null while nobody has signed in. */
  get revision(): string | null {
    return this.client.revision;
  }

  /** The session that carries the change out; null: the server names none. */
  async send(request: UpstreamRequest, scope: CallScope): Promise<VbrSessionRecord | null> {
    const rows = await this.client.change(request, scope);
    return rows === null ? null : (readSessions(rows, this.server).sessions[0] ?? null);
  }

  /** One object as the server tells it. */
  read(path: string, scope: CallScope): Promise<JsonObject> {
    return this.client.whole(path, scope);
  }

  /**
   * Replaces an object by what `apply` makes of it. Read anew just before the write: a CONFLICT when somebody changed it
   * meanwhile.
   */
  async replace(
    path: string,
    apply: (current: JsonObject) => JsonObject | Promise<JsonObject>,
    scope: CallScope,
  ): Promise<VbrSessionRecord | null> {
    const current = await this.read(path, scope);
    const changed = await apply(current);
    if (!isDeepStrictEqual(await this.read(path, scope), current))
      throw Refusal.of('CONFLICT', 'it was changed by somebody else meanwhile; look at it and try again');
    return this.send({ method: 'PUT', path, json: changed }, scope);
  }
}
