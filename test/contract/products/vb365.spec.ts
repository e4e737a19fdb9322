import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import type { ClosableSender } from '../../../src/platform/http/upstream-sender.js';
import { Vb365Adapter } from '../../../src/products/vb365/adapters/vb365-adapter.js';
import {
  readJobItem,
  readOrganization,
  readProxy,
  readProxyPool,
} from '../../../src/products/vb365/wire/infrastructure.js';
import { readCopyJob, readJob } from '../../../src/products/vb365/wire/job.js';
import { readObjectStorage, readRepository } from '../../../src/products/vb365/wire/repository.js';
import { readRestoreEvent, readRestoreSession } from '../../../src/products/vb365/wire/restore.js';
import {
  readJobSession,
  readLogItem,
  readProcessedObject,
} from '../../../src/products/vb365/wire/session.js';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import { describeContract } from '../../support/openapi.js';
import type { Pair } from '../../products/vb365/support.js';
import {
  connectionTo,
  DAY,
  NEWEST_FIRST,
  NOW,
  readAll,
  scope,
  startPair,
} from '../../products/vb365/support.js';
import { Vb365Document } from './vb365-document.js';
import { isIdentification } from '../../support/identification.js';

const QUESTIONS: SessionCriteria[] = [
  {},
  { kinds: ['BACKUP'], results: ['SUCCESS'] },
  { results: ['WARNING'], startedAfter: NOW - DAY },
  { kinds: ['BACKUP_COPY'], startedBefore: NOW - DAY, endedAfter: NOW - 9 * DAY },
  { states: ['RUNNING'] },
  {
    kinds: ['RESTORE'],
    startedAfter: NOW - DAY,
    startedBefore: NOW,
    endedAfter: NOW - DAY,
    endedBefore: NOW,
  },
];

/** Lets the adapter do everything it can. */
async function useEverything({ adapter }: Pair, version: string): Promise<void> {
  await adapter.probe(scope());
  const { items: policies } = await adapter.inventory.policies(scope());
  await adapter.inventory.repositories(scope());
  await Promise.all([
    adapter.organizations(scope()),
    adapter.proxies.list(scope()),
    adapter.proxies.pools(scope()),
    adapter.synchronizations(scope()),
    adapter.jobItems(policies[0]?.nativeId ?? '', 'SelectedItems', scope()),
    adapter.jobItems(policies[0]?.nativeId ?? '', 'ExcludedItems', scope()),
  ]);
  for (const criteria of QUESTIONS) await readAll(adapter, criteria);
  await readAll(adapter, {}, { order: { field: 'START_TIME', direction: 'ASC' } });
  const copies = policies.filter(({ kind }) => kind === 'BACKUP_COPY');
  await readAll(adapter, { policies: [...policies.slice(0, 1), ...copies.slice(0, 1)], results: ['FAILED'] });
  for (const goodOnly of [true, false]) {
    await adapter.activity.latest(policies, { goodOnly }, scope());
    for (const policy of [...policies.slice(0, 3), ...copies.slice(0, 3)])
      await adapter.activity.latest([policy], { goodOnly }, scope());
  }
  const streams = await readAll(adapter, {}, { order: NEWEST_FIRST });
  for (const { rows } of streams) {
    const session = rows[0];
    if (!session) throw new Error('there is a stream without rows');
    await adapter.activity.get(session.type, session.nativeId, scope());
    await adapter.activity.log(session, scope());
    const hasItems = version !== 'v6' || session.kind === 'RESTORE';
    if (hasItems) await adapter.activity.items(session, scope());
  }
  await adapter.close();
}

type Reader = (value: unknown) => object | undefined;

/** What the schedule of a job has and that of a copy job has not. */
const NO_COPY_SCHEDULE = [
  'scheduleEnabled',
  'periodicallyOffsetMinutes',
  'retryEnabled',
  'retryNumber',
  'retryWaitMinutes',
].map((name) => `schedule.${name}`);

/** What each list is read by, and the fields that the version's contract cannot fill. */
const LISTS: [version: 'v6' | 'v8', template: string, read: Reader, absent: string[]][] = [
  ['v6', '/v6/Jobs', readJob, ['organizationId', 'lastBackup']],
  ['v8', '/v8/Jobs', readJob, []],
  ['v6', '/v6/CopyJobs', readCopyJob, ['organizationId', 'lastBackup', ...NO_COPY_SCHEDULE]],
  ['v8', '/v8/CopyJobs', readCopyJob, NO_COPY_SCHEDULE],
  [
    'v6',
    '/v6/JobSessions',
    readJobSession,
    ['jobId', 'jobType', 'repositoryId', 'mainSessionId', 'willBeRetried', 'configType'],
  ],
  ['v8', '/v8/JobSessions', readJobSession, []],
  ['v6', '/v6/JobSessions/{sessionId}/LogItems', readLogItem, ['type', 'message']],
  ['v8', '/v8/JobSessions/{sessionId}/LogItems', readLogItem, ['title']],
  ['v8', '/v8/JobSessions/{sessionId}/ProcessedObjects', readProcessedObject, []],
  ['v6', '/v6/RestoreSessions', readRestoreSession, []],
  ['v8', '/v8/RestoreSessions', readRestoreSession, []],
  ['v6', '/v6/RestoreSessions/{restoreSessionId}/Events', readRestoreEvent, []],
  ['v8', '/v8/RestoreSessions/{restoreSessionId}/Events', readRestoreEvent, []],
  [
    'v6',
    '/v6/BackupRepositories',
    readRepository,
    [
      'proxyPoolId',
      'objectStorage',
      'isOutdated',
      'isIndexed',
      'isMigrationLocked',
      'isOutOfOrder',
      'outOfOrderReason',
    ],
  ],
  ['v8', '/v8/BackupRepositories', readRepository, ['objectStorageId', 'cachePath', 'objectStorage.name']],
  [
    'v6',
    '/v6/objectstoragerepositories',
    (value) => readObjectStorage(value),
    ['immutabilityEnabled', 'immutabilityDays'],
  ],
  ['v6', '/v6/Organizations', readOrganization, ['description', 'msid']],
  ['v8', '/v8/Organizations', readOrganization, []],
  [
    'v6',
    '/v6/Proxies',
    readProxy,
    [
      'fqdn',
      'operatingSystem',
      'proxyPoolId',
      'maintenanceMode',
      'cpuUsagePercent',
      'memoryUsagePercent',
      'version',
      'roles',
    ],
  ],
  ['v8', '/v8/Proxies', readProxy, ['threads']],
  ['v8', '/v8/ProxyPools', readProxyPool, []],
  ['v6', '/v6/Jobs/{jobId}/SelectedItems', readJobItem, []],
  ['v8', '/v8/Jobs/{jobId}/ExcludedItems', readJobItem, []],
];

/** Names of fields, nested ones included, that hold nothing. */
function emptyFields(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    const isEmpty = field === null || field === undefined || (Array.isArray(field) && field.length === 0);
    if (isEmpty) return [prefix + name];
    return typeof field === 'object' && !Array.isArray(field)
      ? emptyFields(field as object, `${prefix}${name}.`)
      : [];
  });
}

/** What every version is asked for. */
const COMMON = [
  'GET /BackupRepositories',
  'GET /CopyJobs',
  'GET /JobSessions',
  'GET /JobSessions/{jobSessionsId}',
  'GET /JobSessions/{sessionId}/LogItems',
  'GET /Jobs',
  'GET /Jobs/{jobId}/ExcludedItems',
  'GET /Jobs/{jobId}/SelectedItems',
  'GET /Organizations',
  'GET /Proxies',
  'GET /RepositorySynchronizeSessions',
  'GET /RestoreSessions',
  'GET /RestoreSessions/{restoreSessionId}',
  'GET /RestoreSessions/{restoreSessionId}/Events',
  'GET /ServiceInstance',
  'POST /token',
];
const OWN = {
  v6: ['GET /Jobs/{jobId}/JobSessions', 'GET /objectstoragerepositories'],
  v8: ['GET /JobSessions/{sessionId}/ProcessedObjects', 'GET /ProxyPools', 'POST /token/logout'],
};

describe.each(['v6', 'v8'] as const)('the Microsoft 365 adapter and the contract of %s', (version) => {
  const fileName = `vb365_rest_${version}.json`;
  describeContract(fileName, (contract) => {
    it('asks only for operations that exist, with parameters that they have', async () => {
      const pair = await startPair(version, { sessions: 3000 });
      const { requests } = pair.simulator;
      await useEverything(pair, version).finally(() => pair.close());
      const document = new Vb365Document(fileName);
      const used = new Set<string>();
      const mistakes = requests.flatMap((request) => {
        if (isIdentification(request)) return [];
        const { method, url, status } = request;
        const [path = '', search = ''] = url.split('?');
        const template = document.template(method, path);
        if (template === undefined) return [`${method} ${path} is not in the contract`];
        used.add(`${method} ${template.replace(`/${version}`, '')}`);
        const { all, required } = document.queryNames(method, template);
        const sent = [...new URLSearchParams(search).keys()];
        return [
          ...sent.filter((name) => !all.includes(name)).map((name) => `${path} has no parameter ${name}`),
          ...required.filter((name) => !sent.includes(name)).map((name) => `${path} lacks ${name}`),
          ...(status < 300 ? [] : [`${url} was answered with ${status}`]),
        ];
      });
      expect([...new Set(mistakes)]).toEqual([]);
      expect([...used].sort()).toEqual([...COMMON, ...OWN[version]].sort());
    });

    it('signs in and renews with fields that the contract has', async () => {
      let now = NOW;
      const simulator = await startVb365Simulator({ servedVersions: [version], now: () => now });
      const connection = connectionTo(simulator.url, { apiVersion: version });
      const http = new UpstreamHttp(connection);
      const forms: Readonly<Record<string, string>>[] = [];
      const recorder: ClosableSender = {
        send: (request, callScope) => {
          if (request.form) forms.push(request.form);
          return http.send(request, callScope);
        },
        close: () => http.close(),
      };
      const adapter = new Vb365Adapter(connection, recorder, () => now);
      await adapter.probe(scope());
      now += 2 * 3_600_000;
      await adapter.probe(scope());
      await adapter.close();
      await simulator.close();
      expect(forms.map((form) => form['grant_type'])).toEqual(['password', 'refresh_token']);
      for (const form of forms) {
        // A form carries every value as text.
        const fields = Object.entries(form).map(([name, text]) => [name, text === 'true' ? true : text]);
        const body: unknown = Object.fromEntries(fields);
        expect(contract.validateRequest('POST', `/${version}/token`, body)).toEqual([]);
      }
    });

    it.each(LISTS.filter(([of]) => of === version))('%s: a row of %s is understood in full', (...list) => {
      const [, template, read, absent] = list;
      const row = read(new Vb365Document(fileName).fullRow(template));
      expect(emptyFields(row ?? {}).sort()).toEqual([...absent].sort());
      expect(row).toBeDefined();
    });
  });
});
