import { encodeId } from '../../../src/core/model/ids.js';
import { HOST, KEY, MOUNT } from '../../support/repository-inputs-vbr.js';
import { startVbrStage } from '../../support/repository-stage-vbr.js';
import type { VbrStage } from '../../support/repository-stage-vbr.js';

const REPOSITORIES = '/api/v1/backupInfrastructure/repositories';
const FOLDER = { winLocal: { hostId: HOST, path: 'E:\\', ...MOUNT } };
const BUCKET = { credentialsId: KEY, regionType: 'GLOBAL', region: 'eu', container: 'b', folder: 'f' };

let stage: VbrStage;

async function start(revision = '1.3-rev2'): Promise<void> {
  stage = await startVbrStage(revision);
}

afterEach(() => stage.close());

function create(storage: object, more: object = {}) {
  return stage.change('vbrCreateRepository', { server: stage.serverId, name: 'New one', storage, ...more });
}

describe('creating a repository', () => {
  it.each<[string, object, object, string]>([
    ['an empty name', FOLDER, { name: '' }, 'name'],
    ['an id that is none', { winLocal: { hostId: 'here', path: 'E:\\' } }, {}, 'storage.winLocal.hostId'],
    ['an empty path', { winLocal: { hostId: HOST, path: '' } }, {}, 'storage.winLocal.path'],
    [
      'no task at once',
      { winLocal: { hostId: HOST, path: 'E', taskLimit: 0 } },
      {},
      'storage.winLocal.taskLimit',
    ],
    [
      'a port out of range',
      {
        winLocal: {
          hostId: HOST,
          path: 'E',
          mountServers: { windows: { ...MOUNT.mountServers.windows, nfsPort: 70_000 } },
        },
      },
      {},
      'storage.winLocal.mountServers.windows.nfsPort',
    ],
    [
      'a consumption limit of nothing',
      { amazonS3: { ...BUCKET, consumptionLimit: { count: 0, unit: 'TB' } } },
      {},
      'storage.amazonS3.consumptionLimit.count',
    ],
    [
      'a gateway named twice',
      { amazonS3: { ...BUCKET, gatewayServerIds: [HOST, HOST] } },
      {},
      'storage.amazonS3.gatewayServerIds',
    ],
    [
      'null for what cannot be null',
      { amazonS3: { ...BUCKET, immutable: null } },
      {},
      'storage.amazonS3.immutable',
    ],
  ])('with %s is refused before anything is sent', async (_title, storage, more, field) => {
    await start();
    const { userErrors, session, repository } = await create(storage, more);
    expect(userErrors.map(({ code, field: path }) => [code, path?.join('.')])).toEqual([
      ['INVALID_INPUT', `input.${field}`],
    ]);
    expect({ session, repository }).toEqual({ session: null, repository: null });
    expect(stage.sent()).toEqual([]);
  });

  it('of two kinds at once does not pass the schema', async () => {
    await start();
    const document =
      'mutation ($input: VbrCreateRepositoryInput!) { vbrCreateRepository(input: $input) { session { id } } }';
    const input = { server: stage.serverId, name: 'N', storage: { ...FOLDER, nfs: { sharePath: 'n:/s' } } };
    expect((await stage.ask(document, { input })).errors).not.toEqual([]);
    expect(stage.sent()).toEqual([]);
  });

  it('without a mount server is refused where the revision needs one', async () => {
    await start('1.3-rev1');
    const { userErrors } = await create({ winLocal: { hostId: HOST, path: 'E:\\' } });
    expect(userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'storage', 'winLocal', 'mountServers'] },
    ]);
    expect(stage.sent()).toEqual([]);
  });

  it('with what the revision does not know is refused', async () => {
    await start('1.2-rev1');
    const imports = await create(FOLDER, { importBackup: true });
    expect(imports.userErrors).toMatchObject([{ code: 'UNSUPPORTED', field: ['input', 'importBackup'] }]);
    const two = { ...MOUNT.mountServers, linux: MOUNT.mountServers.windows };
    const mounts = await create({ winLocal: { hostId: HOST, path: 'E', mountServers: two } });
    const place = ['input', 'storage', 'winLocal', 'mountServers'];
    expect(mounts.userErrors).toMatchObject([{ code: 'UNSUPPORTED', field: place }]);
    const kind = await create({ exaGrid: { hostId: HOST, path: 'E' } });
    expect(kind.userErrors).toMatchObject([{ code: 'UNSUPPORTED', field: ['input', 'storage', 'exaGrid'] }]);
    const part = await create({ amazonS3: { ...BUCKET, ...MOUNT, regionType: 'GERMANY' } });
    expect(part.userErrors).toMatchObject([
      { code: 'UNSUPPORTED', field: ['input', 'storage', 'amazonS3', 'regionType'] },
    ]);
    expect(stage.sent()).toEqual([]);
  });

  it('imports and takes over what is asked for', async () => {
    await start();
    const more = { importBackup: true, importIndex: false, overwriteOwner: true };
    expect((await create(FOLDER, more)).userErrors).toEqual([]);
    expect(stage.sent()).toEqual([`POST ${REPOSITORIES}?overwriteOwner=true`]);
  });

  it('on no server of the fleet is NOT_FOUND', async () => {
    await start();
    const server = encodeId({ type: 'BackupServer', server: 'else', nativeId: 'else' });
    const { userErrors } = await create(FOLDER, { server });
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'server'] }]);
  });

  it("tells the server's refusal", async () => {
    await start();
    const [taken] = stage.simulator.world.repositories;
    const { userErrors } = await create(FOLDER, { name: taken?.name });
    expect(userErrors).toMatchObject([
      {
        code: 'UPSTREAM_REJECTED',
        upstream: {
          status: 400,
          code: 'UnexpectedContent',
          message: expect.stringContaining('exists') as string,
        },
      },
    ]);
  });

  it('is not repeated when the server gives no answer', async () => {
    await start();
    stage.simulator.faults.add({ match: `POST ${REPOSITORIES}`, fault: { kind: 'reset' } });
    const { userErrors, session } = await create(FOLDER);
    expect(userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(session).toBeNull();
    stage.simulator.faults.clear();
    expect(stage.simulator.world.repositories.some(({ name }) => name === 'New one')).toBe(false);
  });

  it('is done once per idempotency key', async () => {
    await start();
    const first = await create(FOLDER, { idempotencyKey: 'k' });
    const again = await create(FOLDER, { idempotencyKey: 'k' });
    expect(again.session?.id).toBe(first.session?.id);
    const other = await create(FOLDER, { idempotencyKey: 'k', name: 'Other' });
    expect(other.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] }]);
    expect(stage.sent()).toHaveLength(1);
  });
});
