import type { Proxy } from '../../../src/simulators/vb365/index.js';
import { one, startM365Stage } from '../../support/changes-vb365.js';
import type { M365Stage } from '../../support/changes-vb365.js';

interface ProxyPayload {
  proxy: { nativeId: string; status: string; maintenanceMode: string | null } | null;
}

const PROXY = 'proxy { nativeId status maintenanceMode }';
const WINDOWS = { windows: { userName: 'Administrator', password: 'simulated' } };
const LINUX = { linux: { account: 'Administrator', password: 'simulated' } };

let stage: M365Stage;

afterEach(async () => {
  await stage.close();
});

const rescan = (proxy: string, more: object = {}) =>
  stage.change<ProxyPayload>('vbM365RescanProxy', 'VbM365RescanProxyInput', { proxy, ...more }, PROXY);
const remove = (input: object) =>
  stage.change<ProxyPayload>('vbM365RemoveProxy', 'VbM365RemoveProxyInput', input, PROXY);
const maintain = (verb: 'Enable' | 'Disable', input: object) =>
  stage.change<ProxyPayload>(`vbM365${verb}ProxyMaintenance`, 'VbM365ProxyMaintenanceInput', input, PROXY);

const named = (hostName: string): Proxy =>
  one(stage.simulator.world.proxies.find((proxy) => proxy.hostName === hostName));
const idOf = (proxy: Proxy): string => stage.id('VbM365Proxy', proxy.id);
const isKnown = (proxy: Proxy): boolean => stage.simulator.world.proxies.includes(proxy);

/** A proxy that nothing writes to any more. */
function unused(hostName: string): Proxy {
  const proxy = named(hostName);
  for (const repository of stage.simulator.world.repositories)
    if (repository.proxy === proxy) repository.proxy = null;
  return proxy;
}

describe.each(['v3', 'v6', 'v7', 'v8'] as const)(
  'a backup proxy of an M365 server that speaks %s',
  (version) => {
    beforeEach(async () => {
      stage = await startM365Stage(version);
    });

    it('is rescanned, which a later read shows', async () => {
      const proxy = named('m365-px02');
      proxy.reachable = true;
      const { proxy: now, userErrors } = await rescan(idOf(proxy));
      expect(userErrors).toEqual([]);
      expect(now).toMatchObject({ nativeId: proxy.id, status: 'Online' });
      const path = `POST /${version}/Proxies/${proxy.id}`;
      expect(stage.sent()).toEqual([`${path}/${version === 'v3' ? 'Action' : 'Rescan'}`]);
    });

    it('is removed with the account of its machine, and is gone from the list', async () => {
      const proxy = unused('m365-px01');
      const before = stage.simulator.world.proxies.length;
      const payload = await remove({ proxy: idOf(proxy), confirmName: 'm365-px01', credentials: WINDOWS });
      expect(payload).toEqual({ proxy: null, userErrors: [] });
      const { vbM365Proxies } = await stage.ask<{
        vbM365Proxies: { totalCount: number; nodes: { nativeId: string }[] };
      }>('{ vbM365Proxies { totalCount nodes { nativeId } } }');
      expect(vbM365Proxies.totalCount).toBe(before - 1);
      expect(vbM365Proxies.nodes.map(({ nativeId }) => nativeId)).not.toContain(proxy.id);
    });

    it('that repositories use stays, unless it is forced where the version can', async () => {
      const proxy = named('m365-px01');
      const input = { proxy: idOf(proxy), confirmName: proxy.hostName, credentials: WINDOWS };
      const refused = await remove(input);
      expect(refused.proxy?.nativeId).toBe(proxy.id);
      expect(refused.userErrors).toMatchObject([
        { code: 'CONFLICT', upstream: { status: 409, code: version === 'v8' ? 'OperationConflict' : null } },
      ]);
      const { userErrors } = await remove({ ...input, force: true });
      expect(userErrors.map(({ code }) => code)).toEqual(version === 'v3' ? ['UNSUPPORTED'] : []);
      expect(isKnown(proxy)).toBe(version === 'v3');
    });

    it('goes into maintenance and out of it in v8 only', async () => {
      const proxy = named('m365-px01');
      const input = { proxy: idOf(proxy), credentials: WINDOWS };
      const entered = await maintain('Enable', input);
      if (version !== 'v8') {
        expect(entered.userErrors).toMatchObject([
          { code: 'UNSUPPORTED', message: expect.stringContaining(version) as string },
        ]);
        expect(stage.sent()).toEqual([]);
        return;
      }
      expect(entered).toMatchObject({ proxy: { maintenanceMode: 'Enabled' }, userErrors: [] });
      expect((await maintain('Enable', input)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
      expect(await maintain('Disable', input)).toMatchObject({
        proxy: { maintenanceMode: 'Disabled' },
        userErrors: [],
      });
    });
  },
);

describe('changes to backup proxies', () => {
  beforeEach(async () => {
    stage = await startM365Stage('v8');
  });

  it('reach a Linux proxy by SSH', async () => {
    const proxy = named('m365-lx01');
    const id = idOf(proxy);
    expect((await maintain('Enable', { proxy: id, credentials: LINUX })).userErrors).toEqual([]);
    const payload = await remove({ proxy: id, confirmName: 'm365-lx01', credentials: LINUX });
    expect(payload).toEqual({ proxy: null, userErrors: [] });
    expect(isKnown(proxy)).toBe(false);
  });

  it.each([
    [{ confirmName: 'm365-px02' }, ['confirmName']],
    [{ confirmName: '' }, ['confirmName']],
    [
      { credentials: { windows: { userName: '', password: 'simulated' } } },
      ['credentials', 'windows', 'userName'],
    ],
    [{ credentials: { windows: { userName: 'x', password: '' } } }, ['credentials', 'windows', 'password']],
    [{ credentials: { linux: { account: 'x', port: 0 } } }, ['credentials', 'linux', 'port']],
    [{ credentials: { linux: { account: 'x', port: 65_536 } } }, ['credentials', 'linux', 'port']],
    [
      { credentials: { linux: { account: 'x', connectionTimeout: 'P30D' } } },
      ['credentials', 'linux', 'connectionTimeout'],
    ],
    [
      { credentials: { linux: { account: 'x', privateKey: '-----BEGIN' } } },
      ['credentials', 'linux', 'privateKey'],
    ],
    [{ credentials: LINUX }, ['credentials', 'linux']],
  ])('are not sent with %j', async (change, field) => {
    const proxy = unused('m365-px01');
    const input = { proxy: idOf(proxy), confirmName: 'm365-px01', credentials: WINDOWS, ...change };
    const { userErrors } = await remove(input);
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', ...field], upstream: null }]);
    expect(stage.sent()).toEqual([]);
    expect(isKnown(proxy)).toBe(true);
  });

  it.each([
    ['a proxy that is gone', 'VbM365Proxy', 'NOT_FOUND'],
    ['something else', 'VbM365Repository', 'INVALID_INPUT'],
  ])('with the id of %s send nothing', async (_what, type, code) => {
    const proxy = stage.id(type, '10b00000-0000-4000-8000-00000000dead');
    for (const { proxy: now, userErrors } of [
      await rescan(proxy),
      await remove({ proxy, confirmName: 'x', credentials: WINDOWS }),
      await maintain('Enable', { proxy, credentials: WINDOWS }),
    ]) {
      expect(now).toBeNull();
      expect(userErrors).toMatchObject([{ code, field: ['input', 'proxy'] }]);
    }
    expect(stage.sent()).toEqual([]);
  });

  it('are refused with the words of the server: a wrong password, a proxy that is offline', async () => {
    const wrong = { windows: { userName: 'Administrator', password: 'not-it' } };
    const used = named('m365-px01');
    const removal = { proxy: idOf(used), confirmName: used.hostName, credentials: wrong };
    expect((await remove(removal)).userErrors).toMatchObject([
      { code: 'FORBIDDEN', upstream: { status: 403, code: 'ResourceAccessDenied' } },
    ]);
    const offline = named('m365-px02');
    const other = { proxy: idOf(offline), confirmName: offline.hostName, credentials: WINDOWS };
    expect((await remove(other)).userErrors).toMatchObject([
      { code: 'UPSTREAM_REJECTED', upstream: { status: 500, code: 'ProxyOffline' } },
    ]);
  });

  it('are not repeated when the server drops them', async () => {
    stage.simulator.faults.add({ match: '/Remove', times: 1, fault: { kind: 'reset' } });
    const proxy = unused('m365-px01');
    const input = { proxy: idOf(proxy), confirmName: 'm365-px01', credentials: WINDOWS };
    expect((await remove(input)).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(isKnown(proxy)).toBe(true);
  });

  it('are made once under one idempotency key, which the password is a part of', async () => {
    const proxy = unused('m365-px01');
    const input = {
      proxy: idOf(proxy),
      confirmName: 'm365-px01',
      credentials: WINDOWS,
      idempotencyKey: 'retire px01',
    };
    expect([await remove(input), await remove(input)].map(({ userErrors }) => userErrors)).toEqual([[], []]);
    const other = { ...input, credentials: { windows: { userName: 'Administrator', password: 'x' } } };
    expect((await remove(other)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] },
    ]);
    expect(stage.sent()).toHaveLength(1);
  });
});
