import { describeContract } from '../../support/openapi.js';
import type { Contract } from '../../support/openapi.js';
import type { Exchange } from '../../support/recording-proxy.js';
import {
  createScaleOut,
  editScaleOut,
  mainId,
  removeScaleOut,
  startScaleOutStage,
} from '../../support/scale-out-stage.js';
import type { ScaleOutStage } from '../../support/scale-out-stage.js';

const KEY = '0a1b2c3d-0000-4000-8000-000000000001';
/** Null arrives in sessions for fields that no contract declares nullable. */
const toleratedNulls = ['resourceId', 'resourceReference', 'parentSessionId', 'endTime', 'result', 'message'];

let stage: ScaleOutStage;

afterEach(() => stage.close());

/** Problems of every change that was sent, and of its answer. */
function problems(contract: Contract): string[] {
  return stage.sent().flatMap(({ method, path, request, status, response }) => {
    const template = templateOf(contract, method, path);
    const found = [
      ...contract.validateRequest(method, template, request),
      ...contract.validateResponse(method, template, status, response),
    ];
    return found.map((problem) => `${method} ${path}: ${problem}`);
  });
}

function templateOf({ operations }: Contract, method: string, path: string): string {
  const shapes = operations.filter((operation) => {
    const pattern = operation.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]*\}/g, '[0-9a-f-]{36}');
    return new RegExp(`^${pattern}$`, 'i').test(`${method} ${path}`);
  });
  return shapes[0]?.slice(method.length + 1) ?? path;
}

function lines(exchanges: readonly Exchange[]): string[] {
  return exchanges.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/g, '{id}')}`);
}

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('changes at revision %s', (revision) => {
  describeContract(
    `vbr_rest_${revision}.json`,
    (contract) => {
      it('of jobs, and a rescan, are requests and answers of the contract', async () => {
        stage = await startScaleOutStage(revision, { workSeconds: 60 });
        const { jobs, sessions } = stage.simulator.world;
        const job = jobs.find(
          ({ index, disabled, type }) =>
            !disabled &&
            type !== 'BackupCopy' &&
            (sessions.lastOf(index)?.endTime ?? Infinity) <= stage.clock.now,
        );
        const policy = stage.id('VbrJob', job?.id ?? '');
        for (const action of ['start', 'stop', 'disable', 'enable'])
          expect(
            (await stage.change(`${action}Policy`, 'PolicyActionInput', 'policy', { policy })).userErrors,
          ).toEqual([]);
        const repositories = [mainId(stage), stage.extentId(stage.free.disks[0])];
        const { sessions: [rescan] = [] } = await stage.change(
          'rescanRepositories',
          'RescanRepositoriesInput',
          'sessions',
          { repositories },
        );
        await stage.change('vbrStopSession', 'VbrStopSessionInput', 'session', { session: rescan?.id });
        expect(lines(stage.sent())).toEqual([
          'POST /api/v1/jobs/{id}/start',
          'POST /api/v1/jobs/{id}/stop',
          'POST /api/v1/jobs/{id}/disable',
          'POST /api/v1/jobs/{id}/enable',
          'POST /api/v1/backupInfrastructure/repositories/rescan',
          'POST /api/v1/sessions/{id}/stop',
        ]);
        expect(problems(contract)).toEqual([]);
      });

      it('of scale-out repositories are requests and answers of the contract', async () => {
        stage = await startScaleOutStage(revision);
        stage.simulator.world.jobs.length = 0;
        const answers = [
          await createScaleOut(stage, everything(revision)),
          await editScaleOut(stage, { name: 'Renamed', archiveTier: { enabled: true, archiveAfterDays: 9 } }),
          await editScaleOut(stage, {
            performanceTier: {
              extents: [
                ...stage.main.performance.map(({ repositoryId }) => repositoryId),
                stage.free.disks[2],
              ].map((id) => stage.extentId(id)),
            },
          }),
        ];
        const extents = [stage.extentId(stage.main.performance[0]?.repositoryId)];
        for (const mode of ['EnableSealed', 'DisableSealed', 'EnableMaintenance', 'DisableMaintenance']) {
          const input = { repository: mainId(stage), extents };
          answers.push(await stage.change(`vbr${mode}Mode`, 'VbrScaleOutExtentsInput', 'repository', input));
        }
        answers.push(await removeScaleOut(stage, { confirmName: 'Renamed', deleteBackups: true }));
        expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
        const root = '/api/v1/backupInfrastructure/scaleOutRepositories';
        expect(lines(stage.sent())).toEqual([
          `POST ${root}`,
          `PUT ${root}/{id}`,
          `PUT ${root}/{id}`,
          `POST ${root}/{id}/enableSealedMode`,
          `POST ${root}/{id}/disableSealedMode`,
          `POST ${root}/{id}/enableMaintenanceMode`,
          `POST ${root}/{id}/disableMaintenanceMode`,
          `DELETE ${root}/{id}`,
        ]);
        expect(problems(contract)).toEqual([]);
      });
    },
    { toleratedNulls },
  );
});

/** A scale-out repository with every setting that the revision knows. */
function everything(revision: string): object {
  const { extentId, free } = stage;
  const isNewest = revision === '1.3-rev2';
  const encryption = { enabled: true, type: 'BY_KMS', kmsServerId: KEY };
  return {
    uniqueId: 'unique',
    performanceTier: { extents: [extentId(free.disks[0])], perVmBackup: true, fullWhenExtentOffline: true },
    placementPolicy: {
      type: 'PERFORMANCE',
      strict: true,
      settings: [{ extent: extentId(free.disks[0]), allowedBackups: 'ALL' }],
    },
    capacityTier: {
      enabled: true,
      extents: [{ repository: extentId(free.buckets[0]), ...(isNewest && { cryptoKeyId: KEY }) }],
      offloadWindow: [{ day: 'SATURDAY', hours: [1, 2, 3] }],
      copyPolicy: true,
      movePolicy: true,
      operationalRestoreDays: 0,
      overridePolicy: { enabled: true, thresholdPercent: 90 },
      encryption: { enabled: true, type: 'BY_USER_PASSWORD', passwordId: KEY, passwordUniqueId: 'p' },
      ...(revision !== '1.2-rev1' && {
        backupHealth: {
          enabled: true,
          weekly: { enabled: true, days: ['MONDAY', 'FRIDAY'], time: '05:00' },
          monthly: { enabled: true, lastDayOfMonth: true, months: ['JUNE'], time: '06:30' },
        },
      }),
    },
    archiveTier: {
      enabled: true,
      extent: extentId(free.buckets[1]),
      archiveAfterDays: 30,
      costOptimized: true,
      deduplication: false,
      ...(isNewest && { cryptoKeyId: KEY, copyPolicy: true, movePolicy: true, encryption }),
    },
  };
}
