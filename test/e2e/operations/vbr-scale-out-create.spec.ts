import {
  createScaleOut,
  editScaleOut,
  scaleOutDetails,
  startScaleOutStage,
  wholeWish,
  HEALTH,
  PASSWORD,
} from '../../support/scale-out-stage.js';
import type { ScaleOutStage, SeenPayload } from '../../support/scale-out-stage.js';

const REVISIONS = ['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'];

let stage: ScaleOutStage;

afterEach(() => stage.close());

const create = (more?: object): Promise<SeenPayload> => createScaleOut(stage, more);
const edit = (more: object): Promise<SeenPayload> => editScaleOut(stage, more);
const details = (id: string | undefined) => scaleOutDetails(stage, id);

/** The names under which an input holds the id of a repository. */
const LINKS = new Set(['extent', 'extents', 'repository']);

/** What is written as the id of a repository is read as the repository; everything else as it is written. */
function asShown(wish: unknown, name = ''): unknown {
  if (Array.isArray(wish)) return wish.map((element) => asShown(element, name));
  if (typeof wish === 'string') return LINKS.has(name) ? { id: wish } : wish;
  if (typeof wish !== 'object' || wish === null) return wish;
  return Object.fromEntries(Object.entries(wish).map(([key, value]) => [key, asShown(value, key)]));
}

describe.each(REVISIONS)('a new scale-out repository at revision %s', (revision) => {
  it('is there with everything that was said, under the same names, once its session has ended', async () => {
    stage = await startScaleOutStage(revision);
    const wish = wholeWish(stage, revision);
    const { repository, session, userErrors } = await create(wish);
    expect(userErrors).toEqual([]);
    expect(session).toMatchObject({ state: 'FINISHED', result: 'SUCCESS' });
    const { extents, ...shown } = await details(repository?.id);
    expect(shown).toMatchObject(asShown(wish) as object);
    expect(extents).toMatchObject(
      ['PERFORMANCE', 'PERFORMANCE', 'CAPACITY', 'ARCHIVE'].map((tier) => ({ tier })),
    );
  });

  it('is what it was after an edit that says what was read', async () => {
    stage = await startScaleOutStage(revision);
    const wish = wholeWish(stage, revision);
    const { repository } = await create(wish);
    const before = await details(repository?.id);
    const { description, performanceTier, placementPolicy, capacityTier, archiveTier } = wish;
    const again = { description, performanceTier, placementPolicy, capacityTier, archiveTier };
    expect((await edit({ repository: repository?.id, ...again })).userErrors).toEqual([]);
    expect(await details(repository?.id)).toEqual(before);
  });

  it('is not there while its session runs', async () => {
    stage = await startScaleOutStage(revision, { workSeconds: 60 });
    const { repository, session, userErrors } = await create();
    expect(userErrors).toEqual([]);
    expect(repository).toBeNull();
    expect(session?.state).not.toBe('FINISHED');
    stage.clock.now += 61_000;
    const { repositories } = await stage.ask<{ repositories: { nodes: { name: string }[] } }>(
      '{ repositories(first: 100) { nodes { name } } }',
    );
    expect(repositories.nodes.map(({ name }) => name)).toContain('SOBR-New');
  });
});

describe('what only some revisions take', () => {
  const capacity = (): object => ({
    enabled: true,
    extents: [{ repository: stage.extentId(stage.free.buckets[0]) }],
    backupHealth: HEALTH,
  });

  it('health checks at 1.2-rev1 are told to be unsupported', async () => {
    stage = await startScaleOutStage('1.2-rev1');
    const { userErrors } = await create({ capacityTier: capacity() });
    expect(userErrors).toMatchObject([
      { code: 'UNSUPPORTED', field: ['input', 'capacityTier', 'backupHealth'], upstream: null },
    ]);
    expect(userErrors[0]?.message).toContain('1.2-rev1');
    expect(stage.sent()).toEqual([]);
  });

  const archive = (): object => ({
    enabled: true,
    extent: stage.extentId(stage.main.archive?.repositoryId),
    cryptoKeyId: PASSWORD,
    copyPolicy: true,
    movePolicy: false,
    archiveAfterDays: 0,
    encryption: { enabled: true, type: 'BY_KMS', kmsServerId: PASSWORD },
  });

  it('archive copies and encryption are unsupported before', async () => {
    stage = await startScaleOutStage('1.3-rev1');
    const { userErrors } = await edit({ archiveTier: archive() });
    expect(userErrors.map(({ code, field }) => [code, field?.at(-1)])).toEqual([
      ['UNSUPPORTED', 'cryptoKeyId'],
      ['UNSUPPORTED', 'copyPolicy'],
      ['UNSUPPORTED', 'movePolicy'],
      ['UNSUPPORTED', 'encryption'],
    ]);
    expect(stage.sent()).toEqual([]);
  });
});
