import type { JSX } from 'preact';
import { useBoard } from '../board.js';
import { StartPolicy, StopPolicy } from '../documents/documents.js';
import { Action, effectOf } from '../parts/action.js';
import { useRole } from '../use-role.js';

interface PolicyActionsProps {
  readonly id: string;
  readonly name: string;
  readonly server: string;
  readonly isRunning: boolean;
  readonly hasFailed: boolean;
}

/** Starts and stops a policy, for whoever may. */
export function PolicyActions({
  id,
  name,
  server,
  isRunning,
  hasFailed,
}: PolicyActionsProps): JSX.Element | null {
  const { gateway, words } = useBoard();
  const { actions } = words;
  const role = useRole();
  if (role === null || role === 'VIEWER') return null;
  const input = (idempotencyKey: string) => ({ input: { policy: id, idempotencyKey } });
  return (
    <p>
      {isRunning ? (
        <Action
          label={actions.stop}
          question={actions.stopQuestion(name, server)}
          send={async (wish) =>
            effectOf(
              await gateway.ask(StopPolicy, input(wish)),
              ({ stopPolicy: { session, userErrors } }) => ({
                refusals: userErrors.map(({ message }) => message),
                session: session?.id ?? null,
              }),
            )
          }
        />
      ) : (
        <Action
          label={hasFailed ? actions.retry : actions.start}
          question={actions.startQuestion(name, server)}
          send={async (wish) =>
            effectOf(
              await gateway.ask(StartPolicy, input(wish)),
              ({ startPolicy: { session, userErrors } }) => ({
                refusals: userErrors.map(({ message }) => message),
                session: session?.id ?? null,
              }),
            )
          }
        />
      )}
    </p>
  );
}
