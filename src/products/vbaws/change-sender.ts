import { unreadable } from '../../core/errors/change-refusal.js';
import { SourceFailure, asChange } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamRequest } from '../../platform/http/upstream-request.js';
import type { UpstreamSender } from '../../platform/http/upstream-sender.js';
import type { SessionReader } from './adapters/session-reader.js';
import type { VbAwsSessionRecord } from './mappers/session.js';
import { REFUSING, throwRefusal } from './refusal.js';
import { Row } from '../../platform/products-kit/row.js';

/** Sends changes to one appliance, each once. Throws Refusal where it refuses, SourceFailure where it does not answer. */
export class VbAwsChangeSender {
  constructor(
    private readonly http: UpstreamSender,
    private readonly sessions: SessionReader,
  ) {}

  /** What the appliance answered; undefined where `expect` is "nothing". */
  async send(request: UpstreamRequest, scope: CallScope): Promise<unknown> {
    const response = await asChange(this.http.send({ ...request, accept: REFUSING }, scope));
    if (response.status >= 400) throwRefusal(response);
    return response.data;
  }

  /** One object as the appliance tells it, before it is changed. Throws Refusal where there is none. */
  async read(path: string, scope: CallScope): Promise<unknown> {
    const response = await this.http.send({ path, accept: REFUSING }, scope);
    if (response.status >= 400) throw unreadable(response) ?? throwRefusal(response);
    return response.data;
  }

  /** A change that is only accepted: an appliance tells nothing but that. */
  async tell(method: 'POST' | 'DELETE', path: string, scope: CallScope): Promise<void> {
    await this.send({ method, path, expect: 'nothing' }, scope);
  }

  /**
   * Begins work that the appliance carries out later, and the session that does it. null: it named none, or the session could not
   * be read, which does not mean that the work was not begun.
   */
  async begin(path: string, scope: CallScope, policyId?: string): Promise<VbAwsSessionRecord | null> {
    const id = Row.of(await this.send({ method: 'POST', path }, scope))?.id('sessionId');
    return id ? this.sessions.byId(id, scope, policyId).catch(nullWhereUnread) : null;
  }
}

function nullWhereUnread(error: unknown): null {
  if (error instanceof SourceFailure) return null;
  throw error;
}
