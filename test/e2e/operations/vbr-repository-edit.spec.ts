import { encodeId } from '../../../src/core/model/ids.js';
import { startVbrStage } from '../../support/repository-stage-vbr.js';
import type { VbrStage } from '../../support/repository-stage-vbr.js';

const REPOSITORIES = '/api/v1/backupInfrastructure/repositories';
const UNKNOWN = encodeId({
  type: 'VbrRepository',
  server: 'vbr',
  nativeId: '0a1b2c3d-0000-4000-8000-00000000dead',
});

let stage: VbrStage;

afterEach(() => stage.close());

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('at revision %s', (revision) => {
  it('an edit changes what is given and keeps the rest', async () => {
    stage = await startVbrStage(revision);
    const bucket = stage.unused('AmazonS3');
    const before = { ...bucket };
    const { repository, session, userErrors } = await stage.change('vbrEditRepository', {
      repository: stage.idOf(bucket),
      name: 'Renamed',
      settings: { taskLimit: null, immutable: true, immutabilityDays: 21 },
    });
    expect(userErrors).toEqual([]);
    expect(session).not.toBeNull();
    expect(repository).toMatchObject({ name: 'Renamed', description: before.description || null });
    expect(bucket).toMatchObject({ name: 'Renamed', immutableDays: 21, bucket: before.bucket });
    expect(bucket.settings).toMatchObject({
      taskLimitEnabled: false,
      account: { regionType: 'Global' },
      bucket: { regionId: before.location, folderName: 'veeam' },
    });
    expect(bucket.settings?.['mountServer']).toBeDefined();
  });

  it('a removal takes it from later reads', async () => {
    stage = await startVbrStage(revision);
    const bucket = stage.unused('AmazonS3');
    const { repository, userErrors } = await stage.change('vbrRemoveRepository', {
      repository: stage.idOf(bucket),
      confirmName: bucket.name,
    });
    expect(userErrors).toEqual([]);
    expect(repository).toBeNull();
    expect(stage.sent()).toEqual([`DELETE ${REPOSITORIES}/${bucket.id}?deleteBackups=false`]);
    expect(stage.simulator.world.repositories).not.toContain(bucket);
  });
});

describe('an edit', () => {
  it('of what somebody changes at the same time is a CONFLICT', async () => {
    stage = await startVbrStage('1.3-rev2');
    const folder = stage.unused('AmazonS3');
    const path = `${REPOSITORIES}/${folder.id}`;
    // The first of the two readings shows the repository as it was before somebody renamed it.
    const old = JSON.stringify({ id: folder.id, name: 'Before', type: 'AmazonS3', description: '' });
    stage.simulator.faults.add({
      match: `GET ${path}`,
      times: 1,
      fault: { kind: 'raw', body: old, contentType: 'application/json' },
    });
    const { userErrors } = await stage.change('vbrEditRepository', {
      repository: stage.idOf(folder),
      description: 'Mine',
    });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(stage.sent()).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    [
      'a part its storage does not have',
      { settings: { sharePath: '\\\\a\\b' } },
      ['input', 'settings', 'sharePath'],
    ],
    ['null for what cannot be null', { settings: { region: null } }, ['input', 'settings', 'region']],
    ['an empty name', { name: '' }, ['input', 'name']],
    ['a limit below one', { settings: { taskLimit: 0 } }, ['input', 'settings', 'taskLimit']],
  ])('with %s is refused', async (_title, changes, field) => {
    stage = await startVbrStage('1.3-rev2');
    const repository = stage.idOf(stage.unused('AmazonS3'));
    const { userErrors } = await stage.change('vbrEditRepository', { repository, ...changes });
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field }]);
    expect(stage.sent()).toEqual([]);
  });

  it('of a type the revision has no settings for is UNSUPPORTED', async () => {
    stage = await startVbrStage('1.3-rev1');
    const appliance = stage.simulator.world.repositories.find(({ type }) => type === 'DellDataDomain');
    if (appliance === undefined) throw new Error('no appliance');
    const repository = stage.idOf(appliance);
    const { userErrors } = await stage.change('vbrEditRepository', { repository, description: 'x' });
    expect(userErrors).toMatchObject([{ code: 'UNSUPPORTED' }]);
    expect(stage.sent()).toEqual([]);
  });
});

describe('a removal', () => {
  it('deletes backups only when that is said', async () => {
    stage = await startVbrStage('1.3-rev2');
    const bucket = stage.unused('AmazonS3');
    await stage.change('vbrRemoveRepository', {
      repository: stage.idOf(bucket),
      confirmName: bucket.name,
      deleteBackups: true,
    });
    expect(stage.sent()).toEqual([`DELETE ${REPOSITORIES}/${bucket.id}?deleteBackups=true`]);
  });

  it('needs the current name', async () => {
    stage = await startVbrStage('1.3-rev2');
    const bucket = stage.unused('AmazonS3');
    const { userErrors, repository } = await stage.change('vbrRemoveRepository', {
      repository: stage.idOf(bucket),
      confirmName: 'something else',
    });
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'confirmName'] }]);
    expect(repository?.name).toBe(bucket.name);
    expect(stage.sent()).toEqual([]);
  });

  it('of what is in use is refused in the words of the server', async () => {
    stage = await startVbrStage('1.3-rev2');
    const { world } = stage.simulator;
    const used = world.repositories.find(
      ({ id }) => id === world.scaleOutRepositories[0]?.performance[0]?.repositoryId,
    );
    if (used === undefined) throw new Error('no extent');
    const { userErrors } = await stage.change('vbrRemoveRepository', {
      repository: stage.idOf(used),
      confirmName: used.name,
    });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', upstream: { status: 500 } }]);
    expect(world.repositories).toContain(used);
  });
});

describe.each([
  ['vbrEditRepository', { description: 'x' }],
  ['vbrRemoveRepository', { confirmName: 'x' }],
])('%s', (mutation, rest) => {
  it('of no repository is NOT_FOUND', async () => {
    stage = await startVbrStage('1.3-rev2');
    const { userErrors, repository } = await stage.change(mutation, { repository: UNKNOWN, ...rest });
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'repository'] }]);
    expect(repository).toBeNull();
  });

  it.each(['nonsense', encodeId({ type: 'VbrJob', server: 'vbr', nativeId: 'x' })])(
    'of something else is INVALID_INPUT',
    async (repository) => {
      stage = await startVbrStage('1.3-rev2');
      const { userErrors } = await stage.change(mutation, { repository, ...rest });
      expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'repository'] }]);
    },
  );

  it('of a server that may not be reached tells so', async () => {
    stage = await startVbrStage('1.3-rev2');
    const repository = stage.idOf(stage.unused('AmazonS3'));
    stage.simulator.faults.add({ match: REPOSITORIES, fault: { kind: 'status', status: 502 } });
    const document = `mutation { ${mutation}(input: { repository: "${repository}", ${Object.entries(rest)
      .map(([name, value]) => `${name}: "${value}"`)
      .join()} }) { userErrors { code } } }`;
    const { data } = await stage.ask<Record<string, unknown>>(document);
    expect(data[mutation]).toEqual({ userErrors: [{ code: 'UPSTREAM_UNAVAILABLE' }] });
    expect(stage.sent()).toEqual([]);
  });
});
