import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Job, JobItem, Repository, Vb365Simulator } from '../../../src/simulators/vb365/index.js';
import { freezeClock } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { rowsOf } from '../../support/inventory-lists.js';
import type { InventoryNode } from '../../support/inventory-lists.js';

type Node = InventoryNode & Record<string, unknown>;

const SCHEDULE =
  'schedule: vbM365Schedule { type interval days timeOfDay retries retryWait window { hours } }';
const POLICIES = `__typename nativeType description
  ... on VbM365Job { lastStatus ${SCHEDULE}
    organization { nativeId name officeName description type region msid hasExchangeOnline hasTeams }
    selectedItems: vbM365SelectedItems { nativeId type name address } excludedItems: vbM365ExcludedItems { nativeId } }
  ... on VbM365CopyJob { lastStatus ${SCHEDULE} }`;
const REPOSITORIES = `__typename nativeType description ... on VbM365Repository {
  path longTerm outOfSync indexed encrypted outOfOrderReason
  cache { capacity free }
  objectStorage { nativeId name type bucket folder region endpoint sizeLimitEnabled sizeLimitGigabytes }
  retention: vbM365Retention { type days months years forever cleanUp }
  proxy { hostName fqdn operatingSystem threads }
}`;

const INTERVALS = { Minutes30: 'PT30M', Hours1: 'PT1H', Hours4: 'PT4H', Hours8: 'PT8H' };
const YEARS = { Year1: 1, Years3: 3, Years7: 7, Keep: null };

describe.each(['v6', 'v7', 'v8'] as const)('what VB_M365 %s has of its own', (version) => {
  let clock: FrozenClock;
  let simulator: Vb365Simulator;
  let gateway: RunningGateway;

  beforeAll(async () => {
    clock = freezeClock();
    simulator = await startVb365Simulator({ policies: 32, sessions: 200, servedVersions: [version] });
    gateway = await startGateway([{ key: 'm365', product: 'VB_M365', url: simulator.url }]);
  });

  afterAll(async () => {
    await gateway.close();
    await simulator.close();
    clock.release();
  });

  const nodesOf = async (list: 'policies' | 'repositories', fields: string): Promise<Map<string, Node>> => {
    const rows = await rowsOf<Node>(gateway, list, {}, fields);
    return new Map(rows.map((row) => [row.nativeId, row]));
  };

  it('shows the schedule of jobs and copy jobs, and what jobs protect', async () => {
    const nodes = await nodesOf('policies', POLICIES);
    const jobs = simulator.world.allJobs();
    expect(nodes.size).toBe(jobs.length);
    for (const job of jobs) {
      const node = nodes.get(job.id);
      const isCopy = job.kind === 'Copy';
      expect({ name: job.name, ...node, schedule: node?.['schedule'] }).toMatchObject({
        name: job.name,
        __typename: isCopy ? 'VbM365CopyJob' : 'VbM365Job',
        nativeType: isCopy ? 'Copy' : job.backupType,
        description: isCopy ? null : job.description || null,
        lastStatus: job.lastStatus,
        schedule: scheduleOf(job),
      });
      if (isCopy) continue;
      const { id, name, officeName, description, type, region, msid } = job.organization;
      const isCloud = type !== 'OnPremises';
      expect(node).toMatchObject({
        organization: {
          nativeId: id,
          ...{ name, officeName, type, region },
          description: version === 'v6' ? null : description || null,
          msid: version === 'v8' ? msid : null,
          hasExchangeOnline: isCloud,
          hasTeams: isCloud,
        },
        selectedItems: job.selectedItems.map(itemOf),
        excludedItems: job.excludedItems.map(({ id: nativeId }) => ({ nativeId })),
      });
    }
  });

  it('shows disk, object storage, retention and proxy of repositories', async () => {
    const nodes = await nodesOf('repositories', REPOSITORIES);
    const { repositories } = simulator.world;
    expect(nodes.size).toBe(repositories.length);
    for (const repository of repositories)
      expect(nodes.get(repository.id)).toMatchObject(repositoryOf(repository, version));
  });
});

function scheduleOf({ schedule, ...job }: Job): unknown {
  const none = { interval: null, days: null, timeOfDay: null, window: null };
  const retries = job.kind === 'Backup' ? job.retries : null;
  const retry = { retries, retryWait: retries === null ? null : 'PT10M' };
  switch (schedule.type) {
    case 'Daily': {
      const type = job.kind === 'Copy' ? 'DailyAtTime' : 'Daily';
      return { ...none, ...retry, type, days: schedule.days, timeOfDay: schedule.time };
    }
    case 'Periodically': {
      // The hourly jobs leave out the first hour of each day.
      const hours = Array.from({ length: 168 }, (_, hour) => hour % 24 >= 1);
      const window = schedule.every === 'Hours1' ? { hours } : null;
      return { ...none, ...retry, type: 'Periodically', interval: INTERVALS[schedule.every], window };
    }
    default:
      return { ...none, ...retry, type: schedule.type };
  }
}

function itemOf({ id, type, name, mail }: JobItem): unknown {
  const isNamed = type !== 'PersonalSites';
  const address = type === 'Site' ? expect.stringContaining('/sites/') : mail;
  return { nativeId: id, type, name: isNamed ? name : null, address: isNamed ? address : null };
}

function repositoryOf(repository: Repository, version: string): object {
  const { objectStorage: storage, proxy, retention, retentionType } = repository;
  const isV8 = version === 'v8';
  const isAzure = storage?.type.startsWith('Azure') ?? false;
  // Version 6 does not know Wasabi and shows it as what it is compatible with.
  const type = version === 'v6' && storage?.type === 'WasabiCloud' ? 'AmazonS3Compatible' : storage?.type;
  const isCompatible = type === 'AmazonS3Compatible' || type === 'WasabiCloud';
  return {
    __typename: 'VbM365Repository',
    nativeType: type ?? 'JET',
    description: repository.description || null,
    path: repository.path,
    longTerm: repository.longTerm,
    outOfSync: repository.outOfSync,
    indexed: isV8 ? !repository.outdated : null,
    encrypted: storage ? repository.longTerm : null,
    outOfOrderReason: isV8 ? repository.outOfOrderReason : null,
    cache: storage && { capacity: repository.capacityBytes, free: repository.freeBytes },
    objectStorage: storage && {
      nativeId: storage.id,
      name: isV8 ? null : storage.name,
      type,
      bucket: storage.bucket,
      folder: storage.folder,
      region: isAzure ? 'Global' : isCompatible ? 'eu-1' : 'eu-central-1',
      endpoint: isCompatible ? 'https://s3.storage.example' : null,
      sizeLimitEnabled: storage.sizeLimitGB !== null,
      sizeLimitGigabytes: storage.sizeLimitGB,
    },
    retention: {
      type: retentionType,
      days: 'days' in retention ? retention.days : null,
      months: 'months' in retention ? retention.months : null,
      years: 'years' in retention ? YEARS[retention.years] : null,
      forever: 'years' in retention && retention.years === 'Keep',
      cleanUp: 'Daily',
    },
    proxy: proxy && {
      hostName: proxy.hostName,
      fqdn: version === 'v6' ? null : proxy.fqdn,
      operatingSystem: isV8 ? proxy.operatingSystem : null,
      threads: isV8 ? null : proxy.threads,
    },
  };
}
