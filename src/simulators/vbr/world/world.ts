import { Random } from '../../kit/random.js';
import type { Revision } from '../revisions.js';
import { buildHistory } from './history.js';
import { mix } from './ids.js';
import { buildJobs } from './jobs.js';
import { DOMAINS, SITES } from './names.js';
import type {
  JobRecord,
  ManagedServerRecord,
  RepositoryRecord,
  ScaleOutRecord,
  ServerRecord,
} from './records.js';
import { buildInfrastructure } from './repositories.js';
import { ServerClock, TIME_ZONES } from './server-clock.js';
import type { SessionNote, SessionTable } from './session-table.js';

/**
 * Everything the simulated server knows, as plain native records for tests to compute the truth from. Ids are native
 * ids, times epoch milliseconds, words those of the newest revision (1.3-rev2). Changes made over HTTP land here.
 */
export interface VbrWorld {
  seed: number;
  /** Zone of the server and its notion of now. */
  clock: ServerClock;
  server: ServerRecord;
  jobs: JobRecord[];
  /** Standalone repositories and extents, in the order they were added. */
  repositories: RepositoryRecord[];
  scaleOutRepositories: ScaleOutRecord[];
  managedServers: ManagedServerRecord[];
  /** In order of creation; iterable. */
  sessions: SessionTable;
  /** What sessions that came from requests say about themselves, by index. */
  notes: Map<number, SessionNote>;
  /** The records that break the contract on purpose; absent unless asked for. */
  oddities?: { jobId: string; repositoryId: string; sessionId: string };
}

export interface WorldOptions {
  seed: number;
  /** How many jobs there are. */
  policies: number;
  /** How many sessions there are at the start. */
  sessions: number;
  now: () => number;
  /** Decides which job and repository types exist. */
  newestRevision: Revision;
  /** IANA name; absent: drawn from the seed. */
  timeZone?: string;
  /** One job, session and repository with a word no contract knows. */
  oddities: boolean;
}

export function buildWorld(options: WorldOptions): VbrWorld {
  const random = new Random(mix(options.seed, 0x7662));
  const clock = new ServerClock(
    options.timeZone ?? random.fork('zone').pick(Object.keys(TIME_ZONES)),
    options.now,
  );
  const site = random.fork('site').pick(SITES);
  const server: ServerRecord = {
    vbrId: random.fork('installation').uuid(),
    name: `vbr-${site}`,
    domain: random.fork('domain').pick(DOMAINS),
    platform: 'Windows',
  };
  const infrastructure = buildInfrastructure(
    random.fork('infrastructure'),
    server.name,
    options.newestRevision,
  );
  const jobs = buildJobs(random.fork('jobs'), options.policies, options.newestRevision, infrastructure);
  const sessions = buildHistory({
    jobs,
    count: options.sessions,
    seed: mix(options.seed, 0x5e55),
    random: random.fork('history'),
    clock,
  });
  const notes = new Map<number, SessionNote>();
  const world = { seed: options.seed, clock, server, jobs, ...infrastructure, sessions, notes };
  return options.oddities ? addOddities(world) : world;
}

function addOddities(world: VbrWorld): VbrWorld {
  const job = world.jobs.at(-1);
  const repository = world.repositories.find(({ name }) => name === 'MinIO-Lab');
  const session = world.sessions.at(Math.max(0, world.sessions.length - 2));
  if (!job || !repository) return world;
  job.strangeType = 'HolographicBackup';
  repository.strangeType = 'CrystalStorage';
  return { ...world, oddities: { jobId: job.id, repositoryId: repository.id, sessionId: session.id } };
}
