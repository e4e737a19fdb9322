import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType } from 'graphql';
import { encodeId } from '../../src/core/model/ids.js';
import type { Faults } from '../../src/simulators/kit/faults.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import type { ServedVersion } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import { HOST, MOUNT } from './repository-inputs-vbr.js';
import { startGateway } from './gateway.js';
import type { RunningGateway } from './gateway.js';

export const PRODUCTS = ['VBR', 'VB_AWS', 'VB_M365'] as const;
export type ChangedProduct = (typeof PRODUCTS)[number];

/** One change as somebody may ask for it, and the operation of the product that makes it. */
export interface Attempt {
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** "POST /api/v1/jobs/{id}/start", as a contract file writes it. */
  readonly operation: string;
  /** Name of the input field that says what is changed. */
  readonly about: string;
  /** The GraphQL type of what is changed. */
  readonly type: string;
}

export interface RefusalSeen {
  code: string;
  message: string;
  field: string[] | null;
  server: string | null;
  retryable: boolean;
  upstream: { status: number; message: string | null } | null;
}

/** One server with the gateway over it, and every change that there is for its product. */
export interface ChangeStage {
  readonly attempts: readonly Attempt[];
  /** Global id of the server. */
  readonly server: string;
  /** Its user errors; GraphQL errors fail the test. */
  run(mutation: string, input: object): Promise<RefusalSeen[]>;
  /** Calls that the last one made to the server. */
  calls(): number;
  /** "METHOD /path" of every change that came to the server, without sign-in. */
  writes(): string[];
  /** From now on the server answers every change with this. */
  answerChanges(status: number, body?: object): void;
  close(): Promise<void>;
}

const KEY = 'one';
const GUID = '10b00000-0000-4000-8000-00000000dead';
const ERRORS = 'userErrors { code message field server retryable upstream { status message } }';
const CHANGES = buildSchema(readFileSync('schema.graphql', 'utf8')).getMutationType()?.getFields() ?? {};

/** Every mutation of the schema. */
export const MUTATIONS: readonly string[] = Object.keys(CHANGES);

export async function startChangeStage(product: ChangedProduct, apiVersion: string): Promise<ChangeStage> {
  const simulator = await simulatorOf(product, apiVersion);
  if (apiVersion === OLD_AWS) serveOldPolicies(simulator);
  const gateway = await startGateway([{ key: KEY, product, url: simulator.url, apiVersion }]);
  const known = await readObjects(gateway, product);
  const objectOf = (type: string): Named =>
    known.get(type) ?? { __typename: type, id: idOfNone(type), name: 'x' };
  let calls = 0;
  return {
    calls: () => calls,
    attempts: ATTEMPTS[product](objectOf, apiVersion),
    server: encodeId({ type: 'BackupServer', server: KEY, nativeId: KEY }),
    run: async (mutation, input) => {
      const argument = CHANGES[mutation]?.args.find(({ name }) => name === 'input');
      const type = argument && String(getNamedType(argument.type));
      const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${ERRORS} } }`;
      const { data, errors, cost } = await gateway.ask<Record<string, { userErrors: RefusalSeen[] }>>(
        document,
        { input },
      );
      expect([mutation, errors]).toEqual([mutation, []]);
      calls = cost.upstreamCalls;
      return data[mutation]?.userErrors ?? [];
    },
    writes: () =>
      simulator.arrivals.filter((line) => !line.startsWith('GET ') && !/token|oauth2/i.test(line)),
    answerChanges: (status, body) => {
      simulator.faults.clear();
      if (apiVersion === OLD_AWS) serveOldPolicies(simulator);
      const told = body !== undefined && { body: JSON.stringify(body), contentType: 'application/json' };
      for (const method of ['POST', 'PUT', 'DELETE'])
        simulator.faults.add({ match: `${method} /`, fault: { kind: 'status', status, ...told } });
    },
    close: async () => {
      await gateway.close();
      await simulator.close();
    },
  };
}

const OLD_AWS = '1.0-rev0';

/** The simulated appliance is a newer one: the one list of policies that the first revision had is laid over it. */
function serveOldPolicies({ faults }: { faults: Faults }): void {
  const results = [{ id: GUID, name: 'Daily', isEnabled: true }];
  const body = JSON.stringify({ totalCount: 1, results });
  faults.add({ match: 'GET /api/v1/policies', fault: { kind: 'raw', body } });
}

function simulatorOf(product: ChangedProduct, version: string) {
  switch (product) {
    case 'VBR':
      return startVbrSimulator({ revisions: [version], policies: 24, sessions: 100 });
    case 'VB_AWS':
      return startVbAwsSimulator({ policies: 40, sessions: 100, revisions: [version] });
    case 'VB_M365':
      return startVb365Simulator({ servedVersions: [version as ServedVersion], policies: 24, sessions: 100 });
  }
}

interface Named {
  readonly __typename: string;
  readonly id: string;
  readonly name: string;
  readonly extents?: readonly { readonly id: string }[];
}

/** An object of every type that the server has; reading it also signs in. */
async function readObjects(
  gateway: RunningGateway,
  product: ChangedProduct,
): Promise<ReadonlyMap<string, Named>> {
  const fields = '__typename id name';
  const lists = [
    `policies(first: 100) { nodes { ${fields} } }`,
    `sessions(first: 100) { nodes { ${fields} } }`,
    `repositories(first: 100) { nodes { ${fields} ... on VbrScaleOutRepository { extents { id } }
      ... on VbrRepository { nativeType } } }`,
    ...(product === 'VB_M365' ? [`vbM365Proxies(first: 100) { nodes { ${fields} } }`] : []),
  ];
  const { data } = await gateway.ask<Record<string, { nodes: (Named & { nativeType?: string })[] } | null>>(
    `{ ${lists.join(' ')} }`,
  );
  const nodes = Object.values(data).flatMap((connection) => connection?.nodes ?? []);
  const usual = nodes.filter(({ nativeType = 'WinLocal' }) => nativeType === 'WinLocal');
  return new Map(usual.map((node) => [node.__typename, node]));
}

/** What the server's revision has not has no objects either. */
function idOfNone(type: string): string {
  return encodeId({ type, server: KEY, nativeId: type === 'VbAwsVpcPolicy' ? 'vpc' : GUID });
}

type Attempts = (objectOf: (type: string) => Named, version: string) => Attempt[];

function attempt(mutation: string, type: string, about: string, operation: string, input: object): Attempt {
  return { mutation, type, about, operation, input: { ...input } };
}

/** What is done to a policy by the four actions that all products share. */
function policyActions(type: string, id: string, path: string): Attempt[] {
  return ['start', 'stop', 'enable', 'disable'].map((action) =>
    attempt(`${action}Policy`, type, 'policy', `POST ${path}/${action}`, { policy: id }),
  );
}

const SCALE_OUT = '/api/v1/backupInfrastructure/scaleOutRepositories';
const REPOSITORIES = '/api/v1/backupInfrastructure/repositories';

const vbr: Attempts = (objectOf) => {
  const { id: repository, name } = objectOf('VbrRepository');
  const { id: scaleOut, name: scaleOutName, extents = [] } = objectOf('VbrScaleOutRepository');
  const onRepository = (mutation: string, operation: string, more: object): Attempt =>
    attempt(mutation, 'VbrRepository', 'repository', operation, { repository, ...more });
  const onScaleOut = (mutation: string, operation: string, more: object): Attempt =>
    attempt(mutation, 'VbrScaleOutRepository', 'repository', operation, { repository: scaleOut, ...more });
  const disk = { hostId: HOST, path: 'E:\\Backups', ...MOUNT };
  return [
    ...policyActions('VbrJob', objectOf('VbrJob').id, '/api/v1/jobs/{id}'),
    attempt('rescanRepositories', 'VbrRepository', 'repositories', `POST ${REPOSITORIES}/rescan`, {
      repositories: [repository],
    }),
    attempt('vbrStopSession', 'VbrSession', 'session', 'POST /api/v1/sessions/{id}/stop', {
      session: objectOf('VbrSession').id,
    }),
    attempt('vbrCreateRepository', 'BackupServer', 'server', `POST ${REPOSITORIES}`, {
      server: KEY,
      name: 'New',
      storage: { winLocal: disk },
    }),
    onRepository('vbrEditRepository', `PUT ${REPOSITORIES}/{id}`, { description: 'Other' }),
    onRepository('vbrRemoveRepository', `DELETE ${REPOSITORIES}/{id}`, { confirmName: name }),
    attempt('vbrCreateScaleOutRepository', 'BackupServer', 'server', `POST ${SCALE_OUT}`, {
      server: KEY,
      name: 'New',
      performanceTier: { extents: [repository] },
    }),
    onScaleOut('vbrEditScaleOutRepository', `PUT ${SCALE_OUT}/{id}`, { description: 'Other' }),
    onScaleOut('vbrRemoveScaleOutRepository', `DELETE ${SCALE_OUT}/{id}`, { confirmName: scaleOutName }),
    ...['enableSealedMode', 'disableSealedMode', 'enableMaintenanceMode', 'disableMaintenanceMode'].map(
      (mode) =>
        onScaleOut(`vbr${mode.charAt(0).toUpperCase()}${mode.slice(1)}`, `POST ${SCALE_OUT}/{id}/${mode}`, {
          extents: extents.slice(0, 1).map(({ id }) => id),
        }),
    ),
  ];
};

const SLA = '/api/v1/policy/ec2SlaBasedPolicies';
const WORKLOADS: Readonly<Record<string, string>> = {
  VbAwsEc2Policy: '/api/v1/virtualMachines/policies/{policyId}',
  VbAwsSlaPolicy: `${SLA}/{policyId}`,
  VbAwsRdsPolicy: '/api/v1/rds/policies/{policyId}',
  VbAwsEfsPolicy: '/api/v1/efs/policies/{policyId}',
  VbAwsDynamoDbPolicy: '/api/v1/dynamoDb/policies/{policyId}',
  VbAwsFsxPolicy: '/api/v1/fsx/policies/{policyId}',
  VbAwsRedshiftPolicy: '/api/v1/redshift/policies/{policyId}',
  VbAwsRedshiftServerlessPolicy: '/api/v1/redshiftServerless/policies/{policyId}',
  VbAwsVpcPolicy: '/api/v1/vpc/policy',
};

const vbAws: Attempts = (objectOf, version) => {
  const { id: policy, name } = objectOf('VbAwsSlaPolicy');
  const onSla = (mutation: string, operation: string, more: object): Attempt =>
    attempt(mutation, 'VbAwsSlaPolicy', 'policy', operation, { policy, ...more });
  const pathOf = (type: string, path: string): string =>
    type === 'VbAwsEc2Policy' && version === OLD_AWS ? '/api/v1/policies/{policyId}' : path;
  return [
    ...Object.entries(WORKLOADS).flatMap(([type, path]) =>
      policyActions(type, objectOf(type).id, pathOf(type, path)),
    ),
    attempt(
      'rescanRepositories',
      'VbAwsRepository',
      'repositories',
      'POST /api/v1/repositories/{repositoryId}/rescan',
      { repositories: [objectOf('VbAwsRepository').id] },
    ),
    attempt(
      'vbAwsRescanBuckets',
      'BackupServer',
      'server',
      'POST /api/v1/cloudInfrastructure/buckets/rescan/{amazonAccountId}',
      { server: KEY, amazonAccountId: GUID },
    ),
    attempt('vbAwsCreateSlaPolicy', 'BackupServer', 'server', `POST ${SLA}`, {
      server: KEY,
      name: 'New',
      identityId: GUID,
      backupType: 'ALL_ITEMS',
      regionIds: [GUID],
      slaTemplateId: GUID,
    }),
    onSla('vbAwsEditSlaPolicy', `PUT ${SLA}/{policyId}`, { description: 'Other' }),
    onSla('vbAwsRemoveSlaPolicy', `DELETE ${SLA}/{policyId}`, { confirmName: name }),
    attempt('vbAwsSetSlaPolicyPriorities', 'VbAwsSlaPolicy', 'priorities', `POST ${SLA}/orderPriorities`, {
      priorities: [{ policy, priority: 1 }],
    }),
  ];
};

const vbM365: Attempts = (objectOf, version) => {
  const { id: proxy, name } = objectOf('VbM365Proxy');
  const credentials = { windows: { userName: 'Administrator', password: 'simulated' } };
  const onProxy = (mutation: string, action: string, more: object): Attempt => {
    const path = version === 'v3' ? 'Action' : action;
    return attempt(mutation, 'VbM365Proxy', 'proxy', `POST /${version}/Proxies/{proxyId}/${path}`, {
      proxy,
      ...more,
    });
  };
  const maintenance = (mutation: string, verb: string): Attempt =>
    attempt(mutation, 'VbM365Proxy', 'proxy', `POST /${version}/Proxies/{proxyId}/maintenance/${verb}`, {
      proxy,
      credentials,
    });
  return [
    ...policyActions('VbM365Job', objectOf('VbM365Job').id, `/${version}/Jobs/{jobId}`),
    ...policyActions('VbM365CopyJob', objectOf('VbM365CopyJob').id, `/${version}/CopyJobs/{id}`),
    attempt(
      'rescanRepositories',
      'VbM365Repository',
      'repositories',
      `POST /${version}/BackupRepositories/{repositoryId}/Sync`,
      { repositories: [objectOf('VbM365Repository').id] },
    ),
    attempt(
      'vbM365StopRestoreSession',
      'VbM365RestoreSession',
      'session',
      `POST /${version}/RestoreSessions/{restoreSessionId}/Stop`,
      { session: objectOf('VbM365RestoreSession').id },
    ),
    onProxy('vbM365RescanProxy', 'Rescan', {}),
    onProxy('vbM365RemoveProxy', 'Remove', { confirmName: name, credentials }),
    maintenance('vbM365EnableProxyMaintenance', 'enable'),
    maintenance('vbM365DisableProxyMaintenance', 'disable'),
  ];
};

const ATTEMPTS: Readonly<Record<ChangedProduct, Attempts>> = { VBR: vbr, VB_AWS: vbAws, VB_M365: vbM365 };
