import { useEffect, useState } from 'preact/hooks';
import type { Permissions } from '../src/platform/graphql/checks/permissions.js';
import { useBoard } from './board.js';

/** What whoever looks may do. null: not known yet, so nothing is offered. */
export function useRole(): Permissions['role'] | null {
  const { gateway } = useBoard();
  const [role, setRole] = useState<Permissions['role'] | null>(null);
  useEffect(() => {
    void gateway.permissions().then((outcome) => {
      if (outcome.kind === 'answer') setRole(outcome.data.role);
    });
  }, [gateway]);
  return role;
}
