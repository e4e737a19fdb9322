import { KEY, STORAGES, fullInput } from '../../support/repository-inputs-vbr.js';
import { startVbrStage } from '../../support/repository-stage-vbr.js';
import type { VbrStage } from '../../support/repository-stage-vbr.js';

const REPOSITORIES = '/api/v1/backupInfrastructure/repositories';
const MOUNT_SERVER = 'serverId writeCacheFolder vPowerNfs mountPort nfsPort';
const SETTINGS = `... on VbrRepository { uniqueId settings {
  hostId path taskLimit readWriteRate perVmBackup fastClone rotatedDrives container folder region servicePoint sharePath
  consumptionLimit { count unit bytes } immutable immutabilityDays immutabilityMode alignDataBlocks
  decompressBeforeStoring rotatedDriveCleanup governanceDays
  credentialsId regionType connectionType automaticGateway gatewayServerIds infrequentAccess singleZone deepArchive
  nearline workloadsPerBucket vault { vaultId vaultName storageContainerName regionId isInitialized folders }
  azureAppliance { subscriptionId instanceSize resourceGroup virtualNetwork subnet redirectorPort }
  amazonAppliance { ec2InstanceType vpcName vpcId subnetName subnetId securityGroup redirectorPort }
  applianceServerId mountServers { windows { ${MOUNT_SERVER} } linux { ${MOUNT_SERVER} } }
  deviceName fibreChannel inFlightEncryption wanLink } }`;

let stage: VbrStage;

afterEach(() => stage.close());

interface Shown {
  uniqueId?: string | null;
  settings: Record<string, unknown>;
}

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('at revision %s', (revision) => {
  it('what was written of every kind of storage is read again', async () => {
    stage = await startVbrStage(revision);
    const possible = Object.entries(STORAGES).filter(([, { since }]) => since <= revision);
    for (const [kind, storage] of possible) {
      const input = fullInput(storage, revision);
      const { repository } = await stage.change('vbrCreateRepository', {
        server: stage.serverId,
        name: kind,
        uniqueId: `${kind}-1`,
        storage: { [kind]: input },
      });
      const read = async (): Promise<Shown> => {
        const query = `query ($id: ID!) { node(id: $id) { ${SETTINGS} } }`;
        const { data, errors } = await stage.ask<{ node: Shown }>(query, { id: repository?.id });
        expect(errors).toEqual([]);
        return data.node;
      };
      const shown = await read();
      // None are written as null and read as [].
      const settings = { ...input, ...(input['gatewayServerIds'] === null && { gatewayServerIds: [] }) };
      expect([kind, shown]).toMatchObject([kind, { uniqueId: `${kind}-1`, settings }]);
      const names = Object.keys(input).filter((name) => shown.settings[name] !== null);
      const again = Object.fromEntries(names.map((name) => [name, withoutDerived(shown.settings[name])]));
      const edit = await stage.change('vbrEditRepository', { repository: repository?.id, settings: again });
      expect([kind, edit.userErrors]).toEqual([kind, []]);
      expect([kind, await read()]).toEqual([kind, shown]);
    }
  });
});

/** What was read as it is written: without what the gateway works out itself. */
function withoutDerived(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return value;
  const { bytes: _worked, ...written } = value;
  return written;
}

describe('gateways', () => {
  it('are told with how they come about', async () => {
    stage = await startVbrStage('1.3-rev2');
    const make = async (
      kind: string,
      gatewayServerIds: string[] | null,
    ): Promise<Record<string, unknown>> => {
      const { repository } = await stage.change('vbrCreateRepository', {
        server: stage.serverId,
        name: `${kind} ${String(gatewayServerIds)}`,
        storage: { [kind]: { ...STORAGES[kind]?.always, gatewayServerIds } },
      });
      const query = `query ($id: ID!) { node(id: $id) { ... on VbrRepository { settings {
        connectionType automaticGateway gatewayServerIds } } } }`;
      const { data } = await stage.ask<{ node: Shown }>(query, { id: repository?.id });
      return data.node.settings;
    };
    const shown = { connectionType: null, automaticGateway: null, gatewayServerIds: [] };
    expect(await make('amazonS3', null)).toEqual({ ...shown, connectionType: 'Direct' });
    expect(await make('amazonS3', [KEY])).toEqual({
      ...shown,
      connectionType: 'SelectedGateway',
      gatewayServerIds: [KEY],
    });
    expect(await make('nfs', null)).toEqual({ ...shown, automaticGateway: true });
    expect(await make('smb', [KEY])).toEqual({ ...shown, automaticGateway: false, gatewayServerIds: [KEY] });
    expect(await make('dellDataDomain', null)).toEqual({ ...shown, automaticGateway: true });
  });
});

describe('the settings', () => {
  const readings = (): string[] =>
    stage.simulator.requests.map(({ url }) => url).filter((url) => /\/repositories(\?|\/[^s])/.test(url));

  it('of one repository are read by its id', async () => {
    stage = await startVbrStage('1.3-rev2');
    const bucket = stage.unused('AmazonS3');
    await stage.ask(
      'query ($id: ID!) { node(id: $id) { ... on VbrRepository { settings { container } } } }',
      {
        id: stage.idOf(bucket),
      },
    );
    expect(readings()).toEqual([`${REPOSITORIES}/${bucket.id}`]);
  });

  it('of many are read by one list', async () => {
    stage = await startVbrStage('1.3-rev2');
    await stage.ask('{ repositories { nodes { ... on VbrRepository { settings { container } } } } }');
    expect(readings()).toHaveLength(1);
    expect(readings()[0]).toContain(`${REPOSITORIES}?`);
  });

  it('of a repository changed in the same operation are those after the change', async () => {
    stage = await startVbrStage('1.3-rev2');
    const id = stage.idOf(stage.unused('AmazonS3'));
    const edit = (limit: number): string =>
      `vbrEditRepository(input: { repository: "${id}", settings: { taskLimit: ${limit} } }) {
        repository { ... on VbrRepository { settings { taskLimit } } } }`;
    const { data } = await stage.ask(`mutation { first: ${edit(3)} second: ${edit(5)} }`);
    expect(data).toEqual({
      first: { repository: { settings: { taskLimit: 3 } } },
      second: { repository: { settings: { taskLimit: 5 } } },
    });
  });

  it('and whether it is out of date stand beside what the list of states says', async () => {
    stage = await startVbrStage('1.3-rev2');
    const bucket = stage.unused('AmazonS3');
    bucket.outOfDate = true;
    const query = 'query ($id: ID!) { node(id: $id) { ... on VbrRepository { outOfDate online path } } }';
    const { data } = await stage.ask(query, { id: stage.idOf(bucket) });
    expect(data).toEqual({ node: { outOfDate: true, online: bucket.online, path: bucket.path } });
  });
});
