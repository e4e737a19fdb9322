import { startVbrStage } from '../../support/repository-stage-vbr.js';
import type { VbrStage } from '../../support/repository-stage-vbr.js';

const HOST = '6745a759-2205-4cd2-b172-8ec8f7e60ef8';
const KEY = '0a1b2c3d-0000-4000-8000-000000000001';
const MOUNT = {
  windows: { serverId: HOST, writeCacheFolder: 'C:\\Cache', vPowerNfs: true, mountPort: 1058 },
};

let stage: VbrStage;

afterEach(() => stage.close());

function create(storage: object, more: object = {}) {
  return stage.change('vbrCreateRepository', { server: stage.serverId, name: 'New one', storage, ...more });
}

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('at revision %s', (revision) => {
  it('a folder on a server becomes a repository that later reads show', async () => {
    stage = await startVbrStage(revision);
    const { repository, session, userErrors } = await create({
      winLocal: { hostId: HOST, path: 'E:\\Backups', taskLimit: 6, readWriteRate: null, mountServers: MOUNT },
    });
    expect(userErrors).toEqual([]);
    expect(session).not.toBeNull();
    expect(repository?.name).toBe('New one');
    const made = stage.simulator.world.repositories.find(({ name }) => name === 'New one');
    expect(made).toMatchObject({ type: 'WinLocal', path: 'E:\\Backups', taskLimit: 6, hostId: HOST });
    const { data } = await stage.ask<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { ... on VbrRepository { name path settings { taskLimit readWriteRate } } } }`,
      { id: repository?.id },
    );
    expect(data.node).toEqual({
      name: 'New one',
      path: 'E:\\Backups',
      settings: { taskLimit: 6, readWriteRate: null },
    });
  });

  it('its mount server is sent in the shape of the revision', async () => {
    stage = await startVbrStage(revision);
    await create({ winLocal: { hostId: HOST, path: 'E:\\', mountServers: MOUNT } });
    const made = stage.simulator.world.repositories.find(({ name }) => name === 'New one');
    const flat = {
      mountServerId: HOST,
      writeCacheFolder: 'C:\\Cache',
      vPowerNFSEnabled: true,
      vPowerNFSPortSettings: { mountPort: 1058 },
    };
    const word = revision === '1.3-rev0' ? 'windows' : 'Windows';
    expect(made?.settings?.['mountServer']).toEqual(
      revision === '1.2-rev1' ? flat : { mountServerSettingsType: word, windows: flat },
    );
  });

  it('a bucket becomes a repository', async () => {
    stage = await startVbrStage(revision);
    const { repository, userErrors } = await create({
      amazonS3: {
        credentialsId: KEY,
        regionType: 'GLOBAL',
        region: 'eu-central-1',
        container: 'bucket-one',
        folder: 'veeam',
        consumptionLimit: { count: 3, unit: 'TB' },
        immutable: true,
        immutabilityDays: 30,
        mountServers: MOUNT,
      },
    });
    expect(userErrors).toEqual([]);
    expect(repository).not.toBeNull();
    const made = stage.simulator.world.repositories.find(({ name }) => name === 'New one');
    expect(made).toMatchObject({ type: 'AmazonS3', bucket: 'bucket-one', immutableDays: 30 });
    expect(made?.settings).toMatchObject({
      bucket: {
        storageConsumptionLimit: { isEnabled: true, consumptionLimitCount: 3, consumptionLimitKind: 'TB' },
      },
    });
  });
});
