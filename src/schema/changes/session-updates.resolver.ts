import { Args, Context, ID, Resolver, Subscription } from '@nestjs/graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { SessionWatch } from '../../core/federation/session-watch.js';
import type { SessionRecord } from '../../core/model/session.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { SessionType } from '../sessions/session.type.js';
import { idArgument } from '../shared/id-arguments.js';
import type { GatewayContext } from '../shared/operation.js';

const checkSession = ({ session }: { session?: string }): void => {
  idArgument(session ?? '', ['session']);
};

@Resolver()
export class SessionUpdatesResolver {
  constructor(private readonly watch: SessionWatch) {}

  @Subscription(() => SessionType, {
    description:
      'A session as it is now, then every change of it, until it is FINISHED. However many follow sessions of a server, it is asked once a round.',
    resolve: (record: SessionRecord, _args: unknown, { operation }: GatewayContext) =>
      operation.renewed().session(record),
  })
  @Checked(checkSession)
  async sessionUpdated(
    @Args('session', { type: () => ID, description: 'Id of the session.' }) id: string,
    @Context() { operation }: GatewayContext,
  ): Promise<AsyncIterableIterator<SessionRecord>> {
    const ref = idArgument(id, ['session']);
    const isSession = operation.types.kindOf(ref.type) === 'session';
    const reader = isSession ? operation.fleet.find(ref.server) : undefined;
    const session = await reader?.session(ref.type, ref.nativeId);
    if (session == null) throw new BadInputError('there is no session with this id', ['session']);
    return this.watch.follow(session);
  }
}
