import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { ServedVersion } from '../../../src/simulators/vb365/index.js';
import { ContractSchemas } from '../../support/contract-fields.js';
import { startGateway } from '../../support/gateway.js';
import { describeContract } from '../../support/openapi.js';
import { startRecordingProxy } from '../../support/recording-proxy.js';
import { encodeId } from '../../../src/core/model/ids.js';

const SSH = 'sshSettings.';
/** What can be said of an account by SSH, and the property that holds it. */
const LINUX: Readonly<Record<string, readonly [value: unknown, property: string]>> = {
  account: ['root', 'account'],
  password: ['simulated', 'accountPassword'],
  port: [2222, 'port'],
  connectionTimeout: ['PT5S', 'connectionTimeout'],
  privateKey: ['a2V5', 'privateKeyBase64'],
  privateKeyPassphrase: ['phrase', 'privateKeyPassphrase'],
  elevateToRoot: [true, 'elevateAccountToRoot'],
  addToSudoers: [true, 'addToSudoers'],
  useSuWithoutSudo: [true, 'UseSuIfSudoUnavailable'],
  rootPassword: ['root', 'rootPassword'],
  fingerprint: ['00:11', 'fingerprint'],
  publicKey: ['cHVi', 'publicBase64Key'],
  ignoreFingerprint: [true, 'ignoreFingerprintCheck'],
};

interface Case {
  readonly field: string;
  /** The property of the body that says it. */
  readonly property: string;
  readonly credentials: object;
  readonly force?: true;
}

const windows = { windows: { userName: 'Administrator', password: 'simulated' } };
const linux = Object.entries(LINUX).map(([name, [value, property]]): Case => ({
  field: 'credentials.linux',
  property: SSH + property,
  credentials: { linux: { account: 'root', [name]: value } },
}));

const REMOVAL: readonly Case[] = [
  { field: 'force', property: 'force', credentials: windows, force: true },
  { field: 'credentials.windows', property: 'userName', credentials: windows },
  { field: 'credentials.windows', property: 'userPassword', credentials: windows },
  ...linux,
];
const MAINTENANCE: readonly Case[] = [
  { field: 'credentials.windows', property: 'username', credentials: windows },
  { field: 'credentials.windows', property: 'password', credentials: windows },
  ...linux,
];

/** What a version is sent for each case, or why it is not. */
async function tried(
  version: ServedVersion,
  mutation: 'vbM365RemoveProxy' | 'vbM365EnableProxyMaintenance',
  cases: readonly Case[],
): Promise<unknown[]> {
  const simulator = await startVb365Simulator({ servedVersions: [version], policies: 4, sessions: 10 });
  const proxy = await startRecordingProxy(simulator.url);
  const gateway = await startGateway([
    { key: 'm365', product: 'VB_M365', url: proxy.url, apiVersion: version },
  ]);
  const type = mutation === 'vbM365RemoveProxy' ? 'VbM365RemoveProxyInput' : 'VbM365ProxyMaintenanceInput';
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code field } } }`;
  try {
    await gateway.ask('{ vbM365Proxies { totalCount } }');
    simulator.faults.add({ match: '/Proxies/', fault: { kind: 'status', status: 409 } });
    const outcomes: unknown[] = [];
    for (const { property, credentials, force } of cases) {
      const system = 'linux' in credentials ? 'Linux' : 'Windows';
      const { proxies } = simulator.world;
      // Versions that know no Linux have none.
      const own = proxies.find(({ operatingSystem }) => operatingSystem === system) ?? proxies[0];
      const { id = '', hostName } = own ?? {};
      const before = proxy.exchanges.length;
      const { data, errors } = await gateway.ask<
        Record<string, { userErrors: { code: string; field: string[] }[] }>
      >(document, {
        input: {
          proxy: encodeId({ type: 'VbM365Proxy', server: 'm365', nativeId: id }),
          credentials,
          ...(mutation === 'vbM365RemoveProxy' && { confirmName: hostName, force: force ?? false }),
        },
      });
      expect(errors).toEqual([]);
      const [refusal] = data[mutation]?.userErrors ?? [];
      const sent = proxy.exchanges.slice(before).find(({ method }) => method === 'POST');
      outcomes.push(
        sent === undefined
          ? [refusal?.code, refusal?.field.join('.')]
          : [
              property,
              property.split('.').every((name) => JSON.stringify(sent.request).includes(`"${name}":`)),
            ],
      );
    }
    return outcomes;
  } finally {
    await gateway.close();
    await proxy.close();
    await simulator.close();
  }
}

describe.each(['v6', 'v8'] as const)('every field of an account of a proxy at %s', (version) => {
  const file = `vb365_rest_${version}.json`;
  describeContract(file, () => {
    const fieldsOf = (schema: string): ReadonlySet<string> => {
      const schemas = new ContractSchemas(file);
      return new Set([...schemas.fieldsOf(schema).keys()].map((path) => path.toLowerCase()));
    };

    it('is sent where the version has it, and refused by its name where it has not', async () => {
      const known = fieldsOf('RESTRemoveProxyOptions');
      expect(await tried(version, 'vbM365RemoveProxy', REMOVAL)).toEqual(
        REMOVAL.map(({ property, field }) =>
          known.has(property.toLowerCase()) ? [property, true] : ['UNSUPPORTED', `input.${field}`],
        ),
      );
    });

    if (version === 'v8')
      it('is sent for maintenance', async () => {
        const known = fieldsOf('RESTProxyCredentialsFromClient');
        expect(MAINTENANCE.filter(({ property }) => !known.has(property.toLowerCase()))).toEqual([]);
        expect(await tried(version, 'vbM365EnableProxyMaintenance', MAINTENANCE)).toEqual(
          MAINTENANCE.map(({ property }) => [property, true]),
        );
      });
  });
});

it('v3, of which there is a page only, takes accounts of Windows, and cannot be forced', async () => {
  expect(await tried('v3', 'vbM365RemoveProxy', REMOVAL.slice(0, 4))).toEqual([
    ['UNSUPPORTED', 'input.force'],
    ['userName', false],
    ['userPassword', true],
    ['UNSUPPORTED', 'input.credentials.linux'],
  ]);
});
