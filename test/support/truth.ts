import type { Fleet } from './fleet.js';
import { vb365Truth } from './truth-vb365.js';
import { vbAwsTruth } from './truth-vbaws.js';
import { vbrTruth } from './truth-vbr.js';

/**
 * What the simulated servers themselves know, in one neutral shape: computed from their native records alone, as the contract
 * notes say they are to be read. Ids are native ids, times epoch milliseconds, sizes bytes, words those of the schema's enums.
 */
export interface FleetTruth {
  sessions: SessionTruth[];
  policies: PolicyTruth[];
  repositories: RepositoryTruth[];
}

export interface SessionTruth {
  server: string;
  id: string;
  name: string;
  kind: string;
  state: string;
  result: string;
  message: string | null;
  start: number;
  end: number | null;
  percent: number | null;
  initiatedBy: string | null;
  /** First session of the run it repeats, where the server's revision tells; else null. */
  retryOf: string | null;
  /** It belongs to the run of another session of the list. */
  partOfRun: boolean;
  policyId: string | null;
  /** What it worked on, in the server's order; null: the server's revision cannot tell. */
  items(): ItemTruth[] | null;
}

interface ItemTruth {
  name: string;
  result: string;
}

export interface PolicyTruth {
  server: string;
  id: string;
  name: string;
  kind: string;
  workload: string;
  enabled: boolean;
  status: string;
  lastRun: number | null;
  lastResult: string;
  nextRun: number | null;
  /** null: the server's lists do not tell. */
  schedule: ScheduleTruth | null;
  /** Ids of the repositories it writes to, as far as the server's list of policies tells. */
  repositoryIds: string[];
  /** Its newest session; null: it never ran. */
  lastSession: SessionTruth | null;
  /** End of its last run that left a backup; null: there is none. */
  lastSuccess: number | null;
}

export interface ScheduleTruth {
  /** False: nothing starts it by itself. */
  scheduled: boolean;
  /** The longest time between two planned starts; null: no regular one. */
  longestGap: number | null;
}

export interface RepositoryTruth {
  server: string;
  id: string;
  name: string;
  kind: string;
  status: string;
  capacity: number | null;
  free: number | null;
  used: number | null;
  immutability: { enabled: boolean | null; periodDays: number | null };
  /** The scale-out repository whose performance extent it is. */
  partOf: string | null;
  /** What it lies on; repositories on one volume share its capacity. */
  volume: string;
}

/** One server's part of the truth. */
export type ServerTruth = FleetTruth;

type Simulators = Pick<Fleet, 'vbr' | 'vbrOld' | 'vbaws' | 'vb365' | 'vb365Old'>;

/** Everything the servers of a fleet know at this moment; the keys are those of `startFleet`. */
export function truthOf(fleet: Simulators): FleetTruth {
  const parts: ServerTruth[] = [
    vbrTruth('vbr', fleet.vbr),
    vbrTruth('vbr-old', fleet.vbrOld),
    vbAwsTruth('aws', fleet.vbaws),
    vb365Truth('m365', fleet.vb365, 8),
    vb365Truth('m365-old', fleet.vb365Old, 6),
  ];
  return {
    sessions: parts.flatMap(({ sessions }) => sessions),
    policies: parts.flatMap(({ policies }) => policies),
    repositories: parts.flatMap(({ repositories }) => repositories),
  };
}

export function isGood({ result }: { result: string }): boolean {
  return result === 'SUCCESS' || result === 'WARNING';
}

/** The newest of sessions that come oldest first; of those that started together, the last one. */
export function newestOf(sessions: readonly SessionTruth[]): SessionTruth | null {
  return sessions.reduce<SessionTruth | null>(
    (newest, session) => (newest === null || session.start >= newest.start ? session : newest),
    null,
  );
}

export function groupByPolicy(sessions: readonly SessionTruth[]): Map<string, SessionTruth[]> {
  const groups = new Map<string, SessionTruth[]>();
  for (const session of sessions) {
    if (session.policyId === null) continue;
    const group = groups.get(session.policyId);
    if (group) group.push(session);
    else groups.set(session.policyId, [session]);
  }
  return groups;
}
