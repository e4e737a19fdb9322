import {
  createScaleOut,
  editScaleOut,
  mainId,
  removeScaleOut,
  scaleOutDetails,
  startScaleOutStage,
} from '../../support/scale-out-stage.js';
import type { ScaleOutStage, SeenPayload } from '../../support/scale-out-stage.js';

const REVISIONS = ['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'];

let stage: ScaleOutStage;

afterEach(() => stage.close());

const create = (more?: object): Promise<SeenPayload> => createScaleOut(stage, more);
const edit = (more: object): Promise<SeenPayload> => editScaleOut(stage, more);
const remove = (more?: object): Promise<SeenPayload> => removeScaleOut(stage, more);
const details = (id: string | undefined) => scaleOutDetails(stage, id);

function fail(times = 1): void {
  const body = JSON.stringify({ errorCode: 'UnexpectedContent', message: 'Not like this' });
  const fault = { kind: 'status', status: 400, body, contentType: 'application/json' } as const;
  for (const method of ['POST', 'PUT', 'DELETE'])
    stage.simulator.faults.add({ match: `${method} /api/v1/backupInfrastructure`, times, fault });
}

describe('a scale-out repository', () => {
  it.each(REVISIONS)('changes in what is said and in nothing else, at %s', async (revision) => {
    stage = await startScaleOutStage(revision);
    const before = await details(mainId(stage));
    const { repository, userErrors, session } = await edit({
      description: 'Changed',
      capacityTier: { enabled: true, operationalRestoreDays: 3 },
    });
    expect(userErrors).toEqual([]);
    expect(session).not.toBeNull();
    expect(repository).toMatchObject({ name: 'SOBR-Main', description: 'Changed' });
    expect(await details(mainId(stage))).toEqual({
      ...before,
      description: 'Changed',
      capacityTier: { ...(before['capacityTier'] as object), operationalRestoreDays: 3 },
    });
  });

  it('gets and loses extents; what stays keeps its status', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const extents = stage.main.performance.map(({ repositoryId }) => repositoryId);
    const [, ...staying] = extents;
    const [added] = stage.free.disks;
    const { userErrors } = await edit({
      performanceTier: { extents: [...staying, added].map((id) => stage.extentId(id)) },
    });
    expect(userErrors).toEqual([]);
    expect(stage.main.performance.map(({ repositoryId }) => repositoryId)).toEqual([...staying, added]);
    expect(stage.main.performance.find(({ repositoryId }) => repositoryId === extents[2])?.statuses).toEqual([
      'Sealed',
    ]);
    const put = stage.sent().find(({ method }) => method === 'PUT')?.request as {
      performanceTier: { performanceExtents: { name: string }[] };
    };
    const name = stage.simulator.world.repositories.find(({ id }) => id === added)?.name;
    expect(put.performanceTier.performanceExtents.at(-1)).toEqual({ id: added, name });
  });

  it('takes a placement setting away with its extent', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const [, branches] = stage.simulator.world.scaleOutRepositories;
    const [gone, ...staying] = (branches?.performance ?? []).map(({ repositoryId }) => repositoryId);
    const id = stage.id('VbrScaleOutRepository', branches?.id ?? '');
    const { userErrors } = await edit({
      repository: id,
      performanceTier: { extents: staying.map((extent) => stage.extentId(extent)) },
    });
    expect(userErrors).toEqual([]);
    const { placementPolicy } = await details(id);
    const { settings } = placementPolicy as { settings: { extentId: string }[] };
    const ids = settings.map(({ extentId }) => extentId);
    expect(ids).toEqual(staying);
    expect(ids).not.toContain(gone);
  });

  it.each<[string, object, string[], string]>([
    ['nothing to change', {}, ['input'], 'INVALID_INPUT'],
    ['a blank name', { name: '' }, ['input', 'name'], 'INVALID_INPUT'],
    [
      'a day below 0',
      { archiveTier: { enabled: true, archiveAfterDays: -1 } },
      ['input', 'archiveTier', 'archiveAfterDays'],
      'INVALID_INPUT',
    ],
    ['an id that is none', { repository: 'x' }, ['input', 'repository'], 'INVALID_INPUT'],
  ])('is not written for %s', async (_title, wrong, field, code) => {
    stage = await startScaleOutStage('1.3-rev2');
    expect((await edit(wrong)).userErrors).toMatchObject([{ code, field }]);
    expect(stage.sent()).toEqual([]);
  });

  it('that does not exist cannot be changed or removed', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const repository = stage.id('VbrScaleOutRepository', '11111111-2222-4333-8444-555555555555');
    const unknown = [{ code: 'NOT_FOUND', field: ['input', 'repository'] }];
    expect((await edit({ repository, name: 'x' })).userErrors).toMatchObject(unknown);
    expect((await remove({ repository })).userErrors).toMatchObject(unknown);
    expect(stage.sent()).toEqual([]);
  });

  it('that somebody else changes meanwhile is not written', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    let reads = 0;
    const { main } = stage;
    Object.defineProperty(main, 'description', { get: () => `Read ${(reads += 1)} times` });
    const { userErrors } = await edit({ name: 'Renamed' });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', upstream: null }]);
    expect(stage.sent()).toEqual([]);
  });

  it('is removed when its name is said again; its backups stay unless told otherwise', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.world.jobs.length = 0;
    const wrong = await remove({ confirmName: 'sobr-main' });
    expect(wrong.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'confirmName'] }]);
    expect(stage.sent()).toEqual([]);
    expect(await remove()).toMatchObject({ repository: null, session: null, userErrors: [] });
    expect(stage.sent().map(({ query }) => query)).toEqual(['deleteBackups=false']);
    expect(stage.simulator.world.scaleOutRepositories.map(({ name }) => name)).toEqual(['SOBR-Branches']);
  });

  it('takes its backups along only when told to', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.world.jobs.length = 0;
    expect((await remove({ deleteBackups: true })).userErrors).toEqual([]);
    expect(stage.sent().map(({ query }) => query)).toEqual(['deleteBackups=true']);
  });

  it('that a job uses is not removed', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const { repository, userErrors } = await remove();
    expect(repository).toMatchObject({ name: 'SOBR-Main' });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', upstream: { status: 500 } }]);
  });
});

describe('any change of a scale-out repository', () => {
  const all = (): [string, Promise<SeenPayload>][] => [
    ['create', create()],
    ['edit', edit({ name: 'Renamed' })],
    ['remove', remove()],
  ];

  it('tells why the server refuses', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    fail();
    for (const [, answer] of all())
      expect((await answer).userErrors).toEqual([
        {
          code: 'UPSTREAM_REJECTED',
          message: 'Not like this',
          field: ['input', expect.stringMatching(/^(server|repository)$/)],
          upstream: { status: 400, code: 'UnexpectedContent', message: 'Not like this' },
        },
      ]);
  });

  it('tells that the account may not', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.switches.administrator = false;
    for (const [, answer] of all())
      expect((await answer).userErrors).toMatchObject([{ code: 'FORBIDDEN', upstream: { status: 403 } }]);
  });

  it('tells that the server gave no answer, and does not send again', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    for (const method of ['POST', 'PUT', 'DELETE'])
      stage.simulator.faults.add({
        match: `${method} /api/v1/backupInfrastructure`,
        fault: { kind: 'status', status: 502 },
      });
    for (const [, answer] of all())
      expect((await answer).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(stage.sent()).toHaveLength(3);
  });

  it('is made once for one idempotency key', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const first = await create({ idempotencyKey: 'k' });
    const again = await create({ idempotencyKey: 'k' });
    expect(again.session?.id).toBe(first.session?.id);
    expect(stage.sent()).toHaveLength(1);
    const other = await create({ idempotencyKey: 'k', name: 'Other' });
    expect(other.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] }]);
  });
});
