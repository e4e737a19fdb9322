import { ContractSchemas, leavesOf } from '../../support/contract-fields.js';
import { describeContract } from '../../support/openapi.js';
import { HOST, MOUNT, STORAGES, fullInput } from '../../support/repository-inputs-vbr.js';
import type { FullStorage } from '../../support/repository-inputs-vbr.js';
import { startVbrStage } from '../../support/repository-stage-vbr.js';
import type { VbrStage } from '../../support/repository-stage-vbr.js';

const REPOSITORIES = '/api/v1/backupInfrastructure/repositories';

/** Where the contracts may keep what an input field says: the property that tells whether it exists and must be given. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  hostId: ['hostId'],
  path: ['repository.path'],
  sharePath: ['share.sharePath'],
  credentialsId: [
    'account.credentialsId',
    'share.credentialsId',
    'dellDataDomain.credentialsId',
    'hpeStoreOnce.credentialsId',
  ],
  regionType: ['account.regionType'],
  region: ['bucket.regionId', 'account.regionId'],
  servicePoint: ['account.servicePoint', 'account.serviceEndpoint'],
  container: ['bucket.bucketName', 'container.containerName'],
  folder: ['bucket.folderName', 'container.folderName', 'container.folder'],
  vault: ['account.vault'],
  azureAppliance: ['proxyAppliance'],
  amazonAppliance: ['proxyAppliance'],
  applianceServerId: ['proxyAppliance'],
  deviceName: ['dellDataDomain.ddServername', 'hpeStoreOnce.storeOnceServerName'],
  taskLimit: ['repository.maxTaskCount', 'maxTaskCount'],
  readWriteRate: ['repository.readWriteRate'],
  perVmBackup: ['repository.advancedSettings.perVmBackup'],
  alignDataBlocks: ['repository.advancedSettings.alignDataBlocks'],
  decompressBeforeStoring: ['repository.advancedSettings.decompressBeforeStoring'],
  rotatedDrives: ['repository.advancedSettings.rotatedDrives'],
  rotatedDriveCleanup: ['repository.advancedSettings.RotatedDriveCleanupMode'],
  fastClone: ['repository.useFastCloningOnXFSVolumes'],
  governanceDays: ['repository.governanceModeRetentionDays'],
  immutable: [
    'bucket.immutability.isEnabled',
    'container.immutability.isEnabled',
    'repository.immutability.isEnabled',
    'bucket.immutabilityEnabled',
    'container.immutabilityEnabled',
  ],
  immutabilityDays: [
    'bucket.immutability.daysCount',
    'container.immutability.daysCount',
    'repository.immutability.daysCount',
    'repository.makeRecentBackupsImmutableDays',
  ],
  immutabilityMode: ['bucket.immutability.immutabilityMode', 'container.immutability.immutabilityMode'],
  // Without it the gateway writes that there is none, or that the product chooses.
  gatewayServerIds: [
    'account.connectionSettings.gatewayServerIds',
    'share.gatewayServer.gatewayServerIds',
    'dellDataDomain.gatewayServer.gatewayServerIds',
    'hpeStoreOnce.gatewayServer.gatewayServerIds',
  ],
  consumptionLimit: ['bucket.storageConsumptionLimit', 'container.storageConsumptionLimit'],
  infrequentAccess: ['bucket.infrequentAccessStorage.isEnabled'],
  singleZone: ['bucket.infrequentAccessStorage.singleZoneEnabled'],
  deepArchive: ['bucket.useDeepArchive'],
  nearline: ['bucket.nearlineStorageEnabled'],
  workloadsPerBucket: ['bucket.workloadsPerBucketLimit'],
  mountServers: ['mountServer', 'mountServers'],
  fibreChannel: ['dellDataDomain.useFCConnectivity', 'hpeStoreOnce.useFCConnectivity'],
  inFlightEncryption: ['dellDataDomain.ddBoostEncryptionType'],
  wanLink: ['hpeStoreOnce.useStoreOnceWanLink'],
};

/** What inputs say beside their storage. */
const BESIDE = /^(id|name|description|type|uniqueId|importBackup|importIndex)$/;

const FIELDS_OF = `{ __type(name: "VbrRepositoryStorageInput") { inputFields { name type { inputFields { name } } } } }`;

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])(
  'every field of storage at VBR %s',
  (revision) => {
    describeContract(`vbr_rest_${revision}.json`, (contract) => {
      let stage: VbrStage;
      let inputFields: ReadonlyMap<string, readonly string[]>;
      const schemas = new ContractSchemas(`vbr_rest_${revision}.json`);
      const kinds = schemas.kindsOf('RepositorySpec');
      let count = 0;

      beforeAll(async () => {
        stage = await startVbrStage(revision);
        const { data } = await stage.ask<{
          __type: { inputFields: { name: string; type: { inputFields: { name: string }[] } }[] };
        }>(FIELDS_OF);
        inputFields = new Map(
          data.__type.inputFields.map(({ name, type }) => [
            name,
            type.inputFields.map((field) => field.name),
          ]),
        );
      });

      afterAll(() => stage.close());

      /** The body the server was sent; a word that says why nothing was sent. */
      async function create(kind: string, settings: object): Promise<Record<string, unknown> | string> {
        const name = `${kind} ${(count += 1)}`;
        const before = stage.sent().length;
        const { data, errors } = await stage.ask<{
          vbrCreateRepository: { userErrors: { code: string; message: string }[] };
        }>(
          'mutation ($input: VbrCreateRepositoryInput!) { vbrCreateRepository(input: $input) { userErrors { code message } } }',
          { input: { server: stage.serverId, name, storage: { [kind]: settings } } },
        );
        const refusals = errors.length > 0 ? [] : data.vbrCreateRepository.userErrors;
        const reason = errors.length > 0 ? 'INVALID_INPUT' : refusals[0]?.code;
        if (reason !== undefined) {
          expect(refusals.map(({ message }) => message).join()).not.toMatch(/^the server refused/);
          expect(stage.sent()).toHaveLength(before);
          return reason;
        }
        const made = stage.simulator.world.repositories.find((row) => row.name === name);
        return { name, description: made?.description, type: made?.type, ...made?.settings };
      }

      /** The property that a field stands for in this kind; undefined: the revision has none. */
      function placeOf(kind: FullStorage, field: string): { path: string; isNeeded: boolean } | undefined {
        const fields = schemas.fieldsOf(kinds.get(kind.type) ?? '');
        const path = PLACES[field]?.find((place) => fields.has(place));
        return path === undefined ? undefined : { path, isNeeded: fields.get(path)?.required ?? false };
      }

      const here = Object.entries(STORAGES).filter(([, { type }]) => kinds.has(type));

      it.each(here)(
        '%s: sent where the revision has it, demanded where it needs it',
        async (kind, storage) => {
          const full = fullInput(storage, revision);
          const everything = fullInput(storage, '9');
          expect(Object.keys(everything).sort()).toEqual([...(inputFields.get(kind) ?? [])].sort());
          for (const field of Object.keys(everything)) {
            const place = placeOf(storage, field);
            if (place === undefined) {
              expect([field, await create(kind, { ...full, [field]: everything[field] })]).toEqual([
                field,
                'UNSUPPORTED',
              ]);
              continue;
            }
            const { [field]: _left, ...others } = full;
            const without = await create(kind, others);
            if (place.isNeeded) {
              expect([field, without]).toEqual([field, 'INVALID_INPUT']);
            } else {
              expect([field, typeof without]).toEqual([field, 'object']);
              expect(contract.validateRequest('POST', REPOSITORIES, without)).toEqual([]);
            }
          }
          const body = await create(kind, full);
          expect(contract.validateRequest('POST', REPOSITORIES, body)).toEqual([]);
        },
      );

      it.each(here)('%s: nothing that the revision takes is missing', async (kind, storage) => {
        const { windows } = MOUNT.mountServers;
        const full = fullInput(storage, revision);
        const both = { windows, ...(revision !== '1.2-rev1' && { linux: windows }) };
        const body = await create(kind, {
          ...full,
          ...('mountServers' in full && { mountServers: both }),
          ...('gatewayServerIds' in full && { gatewayServerIds: [HOST] }),
        });
        const written = new Set(leavesOf(body));
        const known = [...schemas.fieldsOf(kinds.get(storage.type) ?? '')].filter(([, { isLeaf }]) => isLeaf);
        expect(
          known.map(([path]) => path).filter((path) => !written.has(path) && !BESIDE.test(path)),
        ).toEqual([]);
      });

      it('every kind of storage that the revision knows can be made', () => {
        expect([...kinds.keys()].sort()).toEqual(here.map(([, { type }]) => type).sort());
      });

      it('parts of a vault are refused before they are sent where the revision lacks them', async () => {
        const { veeamDataCloudVault: storage } = STORAGES;
        if (storage === undefined || !kinds.has(storage.type)) return;
        const hasRegion = schemas.fieldsOf(kinds.get(storage.type) ?? '').has('account.vault.regionId');
        const { vault } = fullInput(storage, '9');
        const made = await create('veeamDataCloudVault', { ...fullInput(storage, revision), vault });
        expect(typeof made === 'string' ? made : 'sent').toBe(hasRegion ? 'sent' : 'UNSUPPORTED');
      });
    });
  },
);
