import { HOST, KEY, STORAGES, fullInput } from '../../support/repository-inputs-vbr.js';
import { startVbrStage } from '../../support/repository-stage-vbr.js';
import type { VbrStage } from '../../support/repository-stage-vbr.js';

const REPOSITORIES = '/api/v1/backupInfrastructure/repositories';
const SETTINGS = `... on VbrRepository { settings {
  taskLimit readWriteRate perVmBackup fastClone rotatedDrives container folder region servicePoint sharePath
  consumptionLimit immutabilityMode alignDataBlocks decompressBeforeStoring rotatedDriveCleanup governanceDays
  credentialsId regionType connectionType automaticGateway gatewayServerIds infrequentAccess singleZone deepArchive
  nearline workloadsPerBucket vault { vaultId vaultName storageContainerName regionId isInitialized folders }
  azureAppliance { subscriptionId instanceSize resourceGroup virtualNetwork subnet redirectorPort }
  amazonAppliance { ec2InstanceType vpcName vpcId subnetName subnetId securityGroup redirectorPort }
  applianceServerId mountServers { serverId platform writeCacheFolder vPowerNfs mountPort nfsPort }
  deviceName fibreChannel inFlightEncryption wanLink } }`;

/** Settings that are read under another name or shape than they are written. */
const IN_ANOTHER_SHAPE = new Set([
  'hostId',
  'path',
  'immutable',
  'immutabilityDays',
  'consumptionLimit',
  'mountServers',
  'gatewayServerIds',
]);

/** Words the server spells in its own way. */
const asRead = (value: unknown): unknown =>
  typeof value === 'string' && /^[A-Z_]+$/.test(value) ? value.replaceAll('_', '').toLowerCase() : value;
const lower = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

let stage: VbrStage;

afterEach(() => stage.close());

interface Shown {
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
        storage: { [kind]: input },
      });
      const { data, errors } = await stage.ask<{ node: Shown }>(
        `query ($id: ID!) { node(id: $id) { ${SETTINGS} } }`,
        { id: repository?.id },
      );
      expect(errors).toEqual([]);
      const { settings } = data.node;
      for (const [name, value] of Object.entries(input)) {
        if (IN_ANOTHER_SHAPE.has(name)) continue;
        const expected =
          typeof value === 'object' && value !== null
            ? (expect.objectContaining(value) as unknown)
            : asRead(value);
        const read =
          typeof value === 'string' && asRead(value) !== value ? lower(settings[name]) : settings[name];
        expect({ kind, name, value: read }).toEqual({ kind, name, value: expected });
      }
      if ('mountServers' in input)
        expect(settings['mountServers']).toEqual([
          {
            serverId: HOST,
            platform: revision === '1.2-rev1' ? null : 'Windows',
            writeCacheFolder: 'C:\\Cache',
            vPowerNfs: true,
            mountPort: 1058,
            nfsPort: 2049,
          },
        ]);
      if ('consumptionLimit' in input) expect(settings['consumptionLimit']).toBe(3 * 1024 ** 5);
    }
  });
});

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
