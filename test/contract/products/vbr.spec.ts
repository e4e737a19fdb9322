import { readFileSync } from 'node:fs';
import { JOB_KINDS, workloadOf } from '../../../src/products/vbr/mappers/job-types.js';
import { REPOSITORY_KINDS } from '../../../src/products/vbr/mappers/repository-types.js';
import { RESULTS_BY_WORD, SESSION_STATES_BY_WORD } from '../../../src/products/vbr/mappers/session-states.js';
import { SESSION_KINDS_BY_TYPE } from '../../../src/products/vbr/mappers/session-types.js';
import type { VbrAdapter } from '../../../src/products/vbr/adapters/vbr-adapter.js';
import { SESSION_KINDS } from '../../../src/core/model/session.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import { contractPath, describeContract } from '../../support/openapi.js';
import { TOKENS, startScripted } from '../../products/vbr/scripted.js';
import { DAY, NOW, adapterFor, closePairs, readAll, scope, startPair } from '../../products/vbr/support.js';
import { isIdentification } from '../../support/identification.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
}
interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}
interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>
  >;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

const FILES = [
  ['1.2-rev1', 'vbr_rest_1.2-rev1.json'],
  ['1.3-rev0', 'vbr_rest_1.3-rev0.json'],
  ['1.3-rev2', 'vbr_rest_1.3-rev2.json'],
] as const;

/** Words the gateway knows well and yet has no better name for than "other". */
const RIGHTLY_OTHER = new Set([
  'Unknown',
  'SureBackup',
  'SureBackupContentScan',
  'MalwareDetection',
  'SecurityComplianceAnalyzer',
  'EncryptionAnalysis',
  'Foreign',
  'SanSnapshotOnly',
  'Tape',
  'PlatformServiceExternal',
  'PlatformServiceVmbApi',
  'AbrVirtual',
]);

/** Job types whose rows say in `workload` what they protect. */
const TOLD_BY_ROW = new Set([...RIGHTLY_OTHER, 'LegacyBackupCopy', 'BackupCopy', 'FileBackupCopy']);

/** Every kind of call the adapter makes. Returns how many rows each gave. */
async function callEverything(adapter: VbrAdapter): Promise<Record<string, number>> {
  await adapter.probe(scope());
  const policies = await adapter.inventory.policies(scope());
  const repositories = await adapter.inventory.repositories(scope());
  const window = {
    startedAfter: NOW - 7 * DAY,
    startedBefore: NOW,
    endedAfter: NOW - 8 * DAY,
    endedBefore: NOW,
  };
  const byEnd = await readAll(adapter, window, { order: { field: 'END_TIME', direction: 'ASC' } });
  const kinds = SESSION_KINDS.filter((kind) => kind !== 'OTHER' && kind !== 'BACKUP');
  for (const kind of kinds) await readAll(adapter, { kinds: [kind] });
  await readAll(adapter, { results: ['FAILED', 'WARNING'], policies: policies.items.slice(0, 1) });
  await readAll(adapter, { states: ['PENDING', 'RUNNING', 'STOPPING'] });
  const latest = await adapter.activity.latest(policies.items, { goodOnly: true }, scope());
  const session = [...latest.values()].find((found) => typeof found !== 'string') as SessionRecord;
  const known = [...latest.values()].filter((found) => typeof found !== 'string');
  const items = await Promise.all(known.map((found) => adapter.activity.items(found, scope())));
  const counts = {
    policies: policies.items.length,
    repositories: repositories.items.length,
    sessions: byEnd.flatMap(({ rows }) => rows).length,
    latest: latest.size,
    single: (await adapter.activity.get(session.type, session.nativeId, scope())) === null ? 0 : 1,
    log: (await adapter.activity.log(session, scope())).length,
    items: items.flat().length,
    jobs: (await adapter.jobs(scope())).size,
    repositoryDetails: (await adapter.repositoryDetails(scope())).size,
    immutability: (await adapter.inventory.immutability(scope())).size,
    managedServers: (await adapter.lookups.managedServers(scope())).items.length,
    credentials: (await adapter.lookups.credentials(scope())).items.length,
    cloudCredentials: (await adapter.lookups.cloudCredentials(scope())).items.length,
  };
  await adapter.close();
  return { ...counts, unreadable: policies.unreadable + repositories.unreadable };
}

describe.each(FILES)('the calls made at revision %s', (revision, file) => {
  describeContract(file, (contract) => {
    const document = JSON.parse(readFileSync(contractPath(file), 'utf8')) as Document;
    afterEach(closePairs);

    it('are operations of the contract with its parameters, and their answers are understood', async () => {
      const { simulator, adapter } = await startPair(
        { policies: 40, sessions: 1500 },
        { apiVersion: revision },
      );
      const counts = await callEverything(adapter);
      const { unreadable, ...read } = counts;
      expect(unreadable).toBe(0);
      expect(Object.entries(read).filter(([, count]) => count === 0)).toEqual([]);
      const requests = simulator.requests.filter((request) => !isIdentification(request));
      const problems = requests.flatMap(({ method, url }) => judge(document, method, url));
      expect([...new Set(problems)]).toEqual([]);
      expect(requests.every(({ status }) => status < 300)).toBe(true);
    });

    it('sign in with the form of the contract', async () => {
      const forms: Record<string, string>[] = [];
      const upstream = await startScripted(
        ({ path }) => (path.startsWith('/api/') ? [401, {}] : undefined),
        (form) => {
          forms.push(form);
          return [200, TOKENS];
        },
      );
      const adapter = adapterFor(upstream.url, { apiVersion: revision });
      await expect(adapter.inventory.policies(scope())).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      expect(forms.map(({ grant_type }) => grant_type)).toEqual(['password', 'refresh_token', 'password']);
      for (const form of forms) {
        // Servers take the word in any case; the newest contracts write it with a capital.
        const word = grantTypes(document).find((type) => type.toLowerCase() === form['grant_type']);
        expect(contract.validateRequest('POST', '/api/oauth2/token', { ...form, grant_type: word })).toEqual(
          [],
        );
      }
      await adapter.close();
      await upstream.close();
    });

    it.each<[string, (word: string) => string | undefined]>([
      ['EJobType', (word) => JOB_KINDS.of(word)],
      ['EJobType', (word) => (TOLD_BY_ROW.has(word) ? 'told by the row' : workloadOf(word, null))],
      ['EJobWorkload', (word) => workloadOf(null, word)],
      ['ESessionType', (word) => SESSION_KINDS_BY_TYPE.of(word)],
      ['ESessionState', (word) => SESSION_STATES_BY_WORD.find(word)],
      ['ESessionResult', (word) => RESULTS_BY_WORD.find(word)],
      ['ERepositoryType', (word) => REPOSITORY_KINDS.of(word)],
    ])('bring words that are all known: %s', (name, understand) => {
      const words = document.components.schemas[name]?.enum ?? [];
      const unknown = words.filter(
        (word) => !RIGHTLY_OTHER.has(word) && [undefined, 'OTHER'].includes(understand(word)),
      );
      expect(words.length).toBeGreaterThan(0);
      expect(unknown).toEqual([]);
    });
  });
});

function grantTypes(document: Document): readonly string[] {
  return document.components.schemas['ELoginGrantType']?.enum ?? [];
}

/** What of a request the contract does not know. */
function judge(document: Document, method: string, url: string): string[] {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const template = Object.keys(document.paths).find((path) => pathMatches(path, pathname));
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (operation === undefined) return [`${method} ${pathname} is not in the contract`];
  const parameters = (operation.parameters ?? []).map((parameter) =>
    parameter.$ref === undefined ? parameter : document.components.parameters[lastOf(parameter.$ref)],
  );
  return [...new Set(searchParams.keys())].flatMap((name) => {
    const parameter = parameters.find((candidate) => candidate?.in === 'query' && candidate.name === name);
    const problem = parameter
      ? valueProblem(document, parameter, searchParams.getAll(name))
      : 'is not declared';
    return problem === undefined ? [] : [`${method} ${template}: ${name} ${problem}`];
  });
}

function valueProblem(
  document: Document,
  parameter: Parameter,
  values: readonly string[],
): string | undefined {
  const schema = resolve(document, parameter.schema);
  if (schema.type !== 'array' && values.length > 1) return 'may be given once only';
  const { enum: words } = schema.type === 'array' ? resolve(document, schema.items) : schema;
  const strange = values.filter((value) => words !== undefined && !words.includes(value));
  return strange.length === 0 ? undefined : `has no value ${strange.join(', ')}`;
}

function resolve(document: Document, schema: Schema = {}): Schema {
  return schema.$ref === undefined ? schema : (document.components.schemas[lastOf(schema.$ref)] ?? {});
}

function lastOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** Parameters stand for ids only: /jobs/states is no job. */
function pathMatches(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, index) =>
      part.startsWith('{') ? /^[0-9a-f-]{36}$/i.test(given[index] ?? '') : part === given[index],
    )
  );
}
