import { Refusal } from '../../../src/core/errors/refusal.js';
import type { PolicyRecord } from '../../../src/core/model/policy.js';
import { POLICY_ACTIONS } from '../../../src/core/ports/actions.js';
import type { UpstreamRequest, UpstreamResponse } from '../../../src/platform/http/upstream-request.js';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import { Vb365Adapter } from '../../../src/products/vb365/adapters/vb365-adapter.js';
import type { ProxyRecord } from '../../../src/products/vb365/native.js';
import type { SshAccount } from '../../../src/products/vb365/wire/proxy-credentials.js';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Vb365Simulator } from '../../../src/simulators/vb365/index.js';
import { describeContract } from '../../support/openapi.js';
import { describeVendorPage, samplesOf } from '../../support/vendor-page.js';
import { connectionTo, scope } from '../../products/vb365/support.js';
import { Vb365Document } from './vb365-document.js';

interface Exchange {
  request: UpstreamRequest;
  answer: UpstreamResponse;
}
interface Recorded {
  simulator: Vb365Simulator;
  adapter: Vb365Adapter;
  /** Changes and what they were answered with, without sign-in. */
  changes: Exchange[];
}

const WINDOWS = { windows: { userName: 'Administrator', password: 'simulated' } };
const SSH: Required<SshAccount> = {
  account: 'Administrator',
  password: 'simulated',
  port: 2222,
  connectionTimeout: 30_000,
  privateKey: 'a2V5',
  privateKeyPassphrase: 'phrase',
  elevateToRoot: true,
  addToSudoers: false,
  useSuWithoutSudo: true,
  rootPassword: 'root',
  fingerprint: 'ssh-ed25519 256 00:11',
  publicKey: 'cHVi',
  ignoreFingerprint: false,
};

async function record(version: 'v3' | 'v6' | 'v8', work: (recorded: Recorded) => Promise<void>) {
  const simulator = await startVb365Simulator({ servedVersions: [version], policies: 24, sessions: 300 });
  const connection = connectionTo(simulator.url);
  const http = new UpstreamHttp(connection);
  const changes: Exchange[] = [];
  const adapter = new Vb365Adapter(connection, {
    send: async (request, callScope) => {
      const answer = await http.send(request, callScope);
      if (request.method === 'POST' && !request.path.includes('/token')) changes.push({ request, answer });
      return answer;
    },
    close: () => http.close(),
  });
  try {
    await work({ simulator, adapter, changes });
  } finally {
    await adapter.close();
    await simulator.close();
  }
  return changes;
}

/** Lets the adapter change everything it can change; refusals are part of it. */
async function changeEverything({ simulator, adapter }: Recorded): Promise<void> {
  const { actions, inventory, proxies } = adapter;
  const policies = (await inventory.policies(scope())).items;
  const startable = (kind: string): PolicyRecord[] =>
    policies.filter((policy) => policy.kind === kind && policy.enabled && policy.status === 'IDLE');
  for (const kind of ['BACKUP', 'BACKUP_COPY'])
    for (const policy of startable(kind).slice(0, 3))
      for (const action of POLICY_ACTIONS) await unlessRefused(actions.policy(action, policy, scope()));
  const repositories = (await inventory.repositories(scope())).items;
  await unlessRefused(actions.rescan(repositories, scope()));
  const restore = simulator.world.restores.find(({ state }) => state === 'Working');
  await actions.stopRestore(restore?.id ?? '', scope());
  await unlessRefused(actions.stopRestore(restore?.id ?? '', scope()));
  for (const proxy of (await proxies.list(scope())).items) {
    const credentials = isLinux(proxy) ? { linux: SSH } : WINDOWS;
    await proxies.rescan(proxy, scope());
    for (const on of [true, false])
      await unlessRefused(proxies.setMaintenance(proxy, on, credentials, scope()));
    await unlessRefused(proxies.remove(proxy, { credentials: null, force: false }, scope()));
    await proxies.remove(proxy, { credentials, force: true }, scope());
  }
}

async function unlessRefused(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function isLinux({ native }: ProxyRecord): boolean {
  return native.operatingSystem === 'Linux';
}

const COMMON = [
  'POST /BackupRepositories/{repositoryId}/Sync',
  'POST /CopyJobs/{id}/disable',
  'POST /CopyJobs/{id}/enable',
  'POST /CopyJobs/{id}/start',
  'POST /CopyJobs/{id}/stop',
  'POST /Jobs/{jobId}/disable',
  'POST /Jobs/{jobId}/enable',
  'POST /Jobs/{jobId}/start',
  'POST /Jobs/{jobId}/stop',
  'POST /Proxies/{proxyId}/Remove',
  'POST /Proxies/{proxyId}/Rescan',
  'POST /RestoreSessions/{restoreSessionId}/Stop',
];
const OWN = {
  v6: [],
  v8: ['POST /Proxies/{proxyId}/maintenance/disable', 'POST /Proxies/{proxyId}/maintenance/enable'],
};

describe.each(['v6', 'v8'] as const)(
  'changes of the Microsoft 365 adapter and the contract of %s',
  (version) => {
    const fileName = `vb365_rest_${version}.json`;
    describeContract(fileName, (contract) => {
      it('are requests that it declares, and the answers are those it promises', async () => {
        const changes = await record(version, changeEverything);
        const document = new Vb365Document(fileName);
        const used = new Set<string>();
        const mistakes = changes.flatMap(({ request: { path, json }, answer: { status, data } }) => {
          const template = document.template('POST', path);
          if (template === undefined) return [`${path} is not in the contract`];
          used.add(`POST ${template.replace(`/${version}`, '')}`);
          return [
            ...contract.validateRequest('POST', template, json),
            ...contract.validateResponse('POST', template, status, data),
          ].map((mistake) => `${template}: ${mistake}`);
        });
        expect([...new Set(mistakes)]).toEqual([]);
        expect([...used].sort()).toEqual([...COMMON, ...OWN[version]].sort());
        expect(new Set(changes.map(({ answer }) => answer.status < 300))).toEqual(new Set([true, false]));
      });
    });
  },
);

describe('proxies of version 3 and the page of their Action', () => {
  describeVendorPage('002_', (text) => {
    const address = /POST https:\/\/[^/\s]+(\/v3\/Proxies\/)[0-9a-f-]{36}(\/Action)/.exec(text);
    const samples = samplesOf(text);

    it('the page has what is compared here', () => {
      expect(address).not.toBeNull();
      expect(samples).toContainEqual({ rescan: null });
      expect(text).toMatch(/returns response code 200 OK/);
    });

    it('are rescanned and removed with the requests of its examples', async () => {
      let id = '';
      const changes = await record('v3', async ({ adapter, simulator }) => {
        for (const repository of simulator.world.repositories) repository.proxy = null;
        const { items } = await adapter.proxies.list(scope());
        const proxy = items.find(({ name }) => name === 'm365-px01');
        if (proxy === undefined) throw new Error('there is no such proxy');
        id = proxy.nativeId;
        await adapter.proxies.rescan(proxy, scope());
        await adapter.proxies.remove(proxy, { credentials: WINDOWS, force: false }, scope());
      });
      expect(changes.map(({ request }) => request.path)).toEqual(
        [1, 2].map(() => `${address?.[1] ?? ''}${id}${address?.[2] ?? ''}`),
      );
      expect(changes.map(({ answer }) => [answer.status, answer.data])).toEqual([
        [200, undefined],
        [200, undefined],
      ]);
      const [rescan, remove] = changes.map(({ request }) => request.json);
      expect(samples).toContainEqual(rescan);
      // The page's sample has the values of its two fields the wrong way round, so only their names count.
      const names = (body: unknown) =>
        Object.entries(body as Record<string, object | null>).map(([action, fields]) => [
          action,
          Object.keys(fields ?? {}).sort(),
        ]);
      expect(samples.map(names)).toContainEqual(names(remove));
    });
  });
});
