import type { Repository } from '../../../src/simulators/vb365/index.js';
import { one, startM365Stage } from '../../support/changes-vb365.js';
import type { M365Stage } from '../../support/changes-vb365.js';

interface Synchronized {
  node: {
    outOfSync: boolean;
    synchronization: {
      nativeId: string;
      state: string;
      progressPercent: number;
      error: string | null;
    } | null;
  };
}

const SYNCHRONIZATION = `query ($id: ID!) { node(id: $id) { ... on VbM365Repository {
  outOfSync synchronization { nativeId state progressPercent error }
} } }`;

let stage: M365Stage;

afterEach(async () => {
  await stage.close();
});

const idOf = ({ id }: Repository): string => stage.id('VbM365Repository', id);
const rescan = (repositories: string[], more: object = {}) =>
  stage.change<{ sessions: object[] }>(
    'rescanRepositories',
    'RescanRepositoriesInput',
    { repositories, ...more },
    'sessions { id }',
  );
const synchronization = (repository: Repository) =>
  stage.ask<Synchronized>(SYNCHRONIZATION, { id: idOf(repository) });

const behind = (): Repository => one(stage.simulator.world.repositories.find(({ outOfSync }) => outOfSync));
const onDisk = (): Repository =>
  one(stage.simulator.world.repositories.find(({ objectStorage }) => objectStorage === null));

describe.each(['v6', 'v7', 'v8'] as const)('a repository of an M365 server that speaks %s', (version) => {
  it('is synchronized, which the repository then shows', async () => {
    stage = await startM365Stage(version);
    const repository = behind();
    expect(await synchronization(repository)).toEqual({ node: { outOfSync: true, synchronization: null } });
    expect(await rescan([idOf(repository)])).toEqual({ sessions: [], userErrors: [] });
    const [started] = stage.simulator.world.syncs;
    expect(await synchronization(repository)).toEqual({
      node: {
        outOfSync: false,
        synchronization: { nativeId: started?.id, state: 'None', progressPercent: 100, error: null },
      },
    });
    expect(stage.sent()).toEqual([`POST /${version}/BackupRepositories/${repository.id}/Sync`]);
  });

  it('that is being synchronized is not synchronized again', async () => {
    stage = await startM365Stage(version, { switches: { workSeconds: 600 } });
    const repository = behind();
    await rescan([idOf(repository)]);
    expect((await synchronization(repository)).node.synchronization?.state).toBe('Synchronizing');
    expect((await rescan([idOf(repository)])).userErrors).toMatchObject([
      { code: 'CONFLICT', message: expect.stringContaining(repository.name) as string },
    ]);
  });
});

describe('synchronizing several M365 repositories', () => {
  beforeEach(async () => {
    stage = await startM365Stage('v8');
  });

  it('does those that can be, and names each that is refused or not there', async () => {
    const [repository, local] = [behind(), onDisk()];
    const gone = stage.id('VbM365Repository', '10b00000-0000-4000-8000-00000000dead');
    const { userErrors } = await rescan([idOf(local), idOf(repository), gone]);
    expect(userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['input', 'repositories', '2'], upstream: null },
      {
        code: 'UPSTREAM_REJECTED',
        message: expect.stringMatching(new RegExp(`^${local.name}: `)) as string,
        upstream: { status: 400, code: 'ParameterValidationFailure' },
      },
    ]);
    expect(stage.simulator.world.syncs.map((sync) => sync.repository)).toEqual([repository]);
  });

  it('sends nothing when an id cannot be read', async () => {
    const { userErrors } = await rescan([idOf(behind()), 'nonsense']);
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'repositories', '1'] }]);
    expect(stage.sent()).toEqual([]);
  });

  it('is not taken for done when the server gives no answer', async () => {
    stage.simulator.faults.add({ match: '/Sync', times: 1, fault: { kind: 'reset' } });
    const { userErrors } = await rescan([idOf(behind())]);
    expect(userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(stage.simulator.world.syncs).toEqual([]);
  });

  it('is done once under one idempotency key', async () => {
    const again = { idempotencyKey: 'sync' };
    await rescan([idOf(behind())], again);
    await rescan([idOf(one(stage.simulator.world.syncs[0]).repository)], again);
    expect(stage.simulator.world.syncs).toHaveLength(1);
  });
});
