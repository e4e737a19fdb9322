import type { IncomingMessage } from 'node:http';
import { ANYBODY } from '../../../core/model/caller.js';
import type { Caller } from '../../../core/model/caller.js';
import type { Clock } from '../../../core/model/instant.js';
import type { AuthConfig } from '../../config/gateway-config.js';
import { AccessRefusal } from './access-refusal.js';
import { ApiKeyRing } from './api-key-ring.js';
import { looksLikeKey } from './key-secret.js';
import { OidcTokens } from './oidc-tokens.js';

/** A key of ours is known without the word before it; what else stands alone may be anything. */
const CREDENTIAL = /^(?:Bearer +|(?=vgw_))(\S+) *$/i;

/** Knows who sent a request. */
export class Callers {
  /** Whether somebody has to say who they are at all. */
  readonly isAsking: boolean;
  private readonly letIn = new WeakMap<IncomingMessage, { caller: Caller; authorization?: string }>();
  private readonly keys: ApiKeyRing | null;
  private readonly tokens: OidcTokens | null;

  /** Throws ConfigurationError when the file of keys cannot be used. */
  constructor({ apiKeys, oidc }: AuthConfig, clock: Clock) {
    this.keys = apiKeys && new ApiKeyRing(apiKeys, clock);
    this.tokens = oidc && new OidcTokens(oidc, clock);
    this.isAsking = apiKeys !== null || oidc !== null;
  }

  /** Reads the key or token of a request and remembers whose it is. Throws AccessRefusal. */
  async identify(request: IncomingMessage, authorization = request.headers.authorization): Promise<Caller> {
    if (!this.isAsking) return ANYBODY;
    const caller = await this.callerBy(authorization);
    this.letIn.set(request, { caller, ...(authorization === undefined ? {} : { authorization }) });
    return caller;
  }

  /** Looks again at the key or token of a request that was let in. Throws AccessRefusal when it would not be now. */
  async identifyAgain(request: IncomingMessage): Promise<Caller> {
    return this.identify(request, this.letIn.get(request)?.authorization);
  }

  /** Who sent a request that was let in. Throws AccessRefusal for any other. */
  of(request: IncomingMessage): Caller {
    const caller = this.isAsking ? this.known(request) : ANYBODY;
    if (caller === undefined) throw new AccessRefusal('missing');
    return caller;
  }

  /** Who sent a request; undefined: nobody who has said who they are. */
  known(request: IncomingMessage): Caller | undefined {
    return this.letIn.get(request)?.caller;
  }

  private async callerBy(authorization: string | undefined): Promise<Caller> {
    if (authorization === undefined) throw new AccessRefusal('missing');
    const [, credential] = CREDENTIAL.exec(authorization) ?? [];
    if (credential === undefined) throw new AccessRefusal('malformed');
    const judge = looksLikeKey(credential) ? this.keys : this.tokens;
    if (judge === null) throw new AccessRefusal('invalid');
    return judge.callerOf(credential);
  }
}
