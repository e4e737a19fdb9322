import { mainId, startScaleOutStage } from '../../support/scale-out-stage.js';
import type { ScaleOutStage, SeenPayload } from '../../support/scale-out-stage.js';

const MODES = [
  ['vbrEnableSealedMode', 'vbrDisableSealedMode', 'Sealed'],
  ['vbrEnableMaintenanceMode', 'vbrDisableMaintenanceMode', 'Maintenance'],
] as const;
const MUTATIONS = MODES.flatMap(([enable, disable]) => [enable, disable]);

let stage: ScaleOutStage;

afterEach(() => stage.close());

function mode(mutation: string, more: object = {}): Promise<SeenPayload> {
  const extents = [stage.extentId(stage.main.performance[0]?.repositoryId)];
  const input = { repository: mainId(stage), extents, ...more };
  return stage.change(mutation, 'VbrScaleOutExtentsInput', 'repository', input);
}

async function statuses(): Promise<string[]> {
  const query =
    'query ($id: ID!) { node(id: $id) { ... on VbrScaleOutRepository { extents { nativeId statuses } } } }';
  type Seen = { node: { extents: { statuses: string[] }[] } };
  const { node } = await stage.ask<Seen>(query, { id: mainId(stage) });
  return node.extents[0]?.statuses ?? [];
}

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('at revision %s', (revision) => {
  it.each(MODES)('%s and %s change the status of an extent', async (enable, disable, status) => {
    stage = await startScaleOutStage(revision);
    const enabled = await mode(enable);
    expect(enabled).toMatchObject({
      repository: { name: 'SOBR-Main' },
      session: { state: 'FINISHED' },
      userErrors: [],
    });
    expect(await statuses()).toEqual([status]);
    expect((await mode(disable)).userErrors).toEqual([]);
    expect(await statuses()).toEqual(['Normal']);
  });
});

describe.each(MUTATIONS)('%s', (mutation) => {
  beforeEach(async () => {
    stage = await startScaleOutStage('1.3-rev2');
  });

  it('takes extents of that scale-out repository only, each once, and at least one', async () => {
    const extent = stage.extentId(stage.main.performance[0]?.repositoryId);
    const stranger = stage.extentId(stage.free.disks[0]);
    const unknown = stage.extentId('11111111-2222-4333-8444-555555555555');
    const cases: [object, string, string[]][] = [
      [{ extents: [] }, 'INVALID_INPUT', ['extents']],
      [{ extents: [extent, extent] }, 'INVALID_INPUT', ['extents']],
      [{ extents: [extent, stranger] }, 'INVALID_INPUT', ['extents', '1']],
      [{ extents: [mainId(stage)] }, 'INVALID_INPUT', ['extents', '0']],
      [{ extents: [unknown] }, 'NOT_FOUND', ['extents', '0']],
      [{ repository: extent }, 'INVALID_INPUT', ['repository']],
      [
        { repository: stage.id('VbrScaleOutRepository', '11111111-2222-4333-8444-555555555555') },
        'NOT_FOUND',
        ['repository'],
      ],
    ];
    for (const [input, code, field] of cases)
      expect((await mode(mutation, input)).userErrors).toMatchObject([{ code, field: ['input', ...field] }]);
    expect(stage.sent()).toEqual([]);
  });

  it('tells what the server refuses, and that it gave no answer', async () => {
    const status = mutation.includes('Sealed') ? 'Sealed' : 'Maintenance';
    const [extent] = stage.main.performance;
    if (mutation.includes('Enable')) extent?.statuses.splice(0, 1, status);
    expect((await mode(mutation)).userErrors).toMatchObject([
      { code: 'UPSTREAM_REJECTED', upstream: { status: 400, code: 'UnexpectedContent' } },
    ]);
    stage.simulator.faults.add({ match: 'Mode', fault: { kind: 'status', status: 502 } });
    expect((await mode(mutation)).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(stage.sent()).toHaveLength(2);
  });

  it('is done once for one idempotency key', async () => {
    await mode(mutation, { idempotencyKey: 'k' });
    await mode(mutation, { idempotencyKey: 'k' });
    expect(stage.sent()).toHaveLength(1);
    const extents = [stage.extentId(stage.main.performance[1]?.repositoryId)];
    expect((await mode(mutation, { idempotencyKey: 'k', extents })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] },
    ]);
  });
});
