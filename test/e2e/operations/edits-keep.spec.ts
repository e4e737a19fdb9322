import { encodeId } from '../../../src/core/model/ids.js';
import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import { MUTATIONS } from '../../support/every-change.js';
import { startGateway } from '../../support/gateway.js';
import { startRecordingProxy } from '../../support/recording-proxy.js';
import type { Exchange } from '../../support/recording-proxy.js';
import { STORAGES, fullInput } from '../../support/repository-inputs-vbr.js';
import { startRewritingProxy } from '../../support/rewriting-proxy.js';
import type { Json } from '../../support/rewriting-proxy.js';
import { freeRepositories, wholeWish } from '../../support/scale-out-stage.js';

const MARK = 'notKnownToTheGateway';
const GUID = '10b00000-0000-4000-8000-0000000000';
const REVISION = '1.3-rev2';

/** One server that says more than the gateway knows, at every depth, and the gateway. */
interface Stage {
  /** Runs a mutation that has to go well. */
  change(mutation: string, input: object): Promise<{ id: string }>;
  sent: Exchange[];
  close(): Promise<void>;
}

let stage: Stage;
afterEach(() => stage.close());

async function start(
  product: 'VBR' | 'VB_AWS',
  simulator: { url: string; close(): Promise<void> },
): Promise<Stage> {
  const talkative = await startRewritingProxy(simulator.url, (body, line) =>
    ONE_OBJECT.test(line) ? marked(body, '') : body,
  );
  const proxy = await startRecordingProxy(talkative.url);
  const gateway = await startGateway([{ key: 'one', product, url: proxy.url }]);
  return {
    sent: proxy.exchanges,
    change: async (mutation, input) => {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const thing = product === 'VBR' ? 'repository' : 'policy';
      const { data, errors } = await gateway.ask<Record<string, Changed>>(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { made: ${thing} { id } userErrors { message field } } }`,
        { input },
      );
      const outcome = data[mutation];
      expect([mutation, errors, outcome?.userErrors]).toEqual([mutation, [], []]);
      return outcome?.made ?? { id: '' };
    },
    close: async () => {
      await gateway.close();
      await proxy.close();
      await talkative.close();
      await simulator.close();
    },
  };
}

interface Changed {
  made: { id: string } | null;
  userErrors: object[];
}

/** A reading of what is about to be replaced. */
const ONE_OBJECT = /GET .*(epositories|ec2SlaBasedPolicies)\/[0-9a-f-]{36}$/i;

/** Every object with a field of its own, which tells where it was; objects in lists by what says which one they are. */
function marked(body: Json, path: string): Json {
  if (Array.isArray(body)) return body.map((element) => marked(element, `${path}[${identity(element)}]`));
  if (typeof body !== 'object' || body === null) return body;
  const fields = Object.entries(body).map(
    ([name, value]) => [name, marked(value, `${path}.${name}`)] as const,
  );
  return { ...Object.fromEntries(fields), [MARK]: { of: path } };
}

function identity(element: Json): string {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return '';
  const { id, extentId, day, key, sourceRegionId } = element;
  return JSON.stringify(id ?? extentId ?? day ?? key ?? sourceRegionId);
}

/** Where the marks of a body are: each at the place it came from. */
function marksOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  if (Array.isArray(body)) return body.flatMap(marksOf);
  const { [MARK]: mark, ...fields } = body as Record<string, unknown>;
  const own = mark === undefined ? [] : [(mark as { of: string }).of];
  return [...own, ...Object.values(fields).flatMap(marksOf)];
}

/** What the server was sent of what it had said before an edit. */
function kept(): { said: string[]; sent: string[] } {
  const put = stage.sent.findLast(({ method }) => method === 'PUT');
  const read = stage.sent.findLast(({ method, path }) => method === 'GET' && ONE_OBJECT.test(`GET ${path}`));
  return { said: marksOf(read?.response).sort(), sent: marksOf(put?.request).sort() };
}

const tried = new Set<string>();
async function edit(mutation: string, input: object): Promise<void> {
  tried.add(mutation);
  await stage.change(mutation, input);
}

const vbrSimulator = () =>
  startVbrSimulator({ revisions: [REVISION], policies: 24, sessions: 50, workSeconds: 0 });

describe('what the gateway does not know goes back as it was read', () => {
  it.each(Object.entries(STORAGES))('in a repository of kind %s', async (kind, storage) => {
    stage = await start('VBR', await vbrSimulator());
    const settings = fullInput(storage, REVISION);
    const { id } = await stage.change('vbrCreateRepository', {
      server: 'one',
      name: kind,
      storage: { [kind]: settings },
    });
    await edit('vbrEditRepository', { repository: id, settings });
    const { said, sent } = kept();
    expect(said.length).toBeGreaterThan(1);
    expect(sent).toEqual(said);
  });

  it('in a scale-out repository, all its lists said again', async () => {
    const simulator = await vbrSimulator();
    stage = await start('VBR', simulator);
    const extentId = (nativeId = ''): string => encodeId({ type: 'VbrRepository', server: 'one', nativeId });
    const wish = wholeWish({ free: freeRepositories(simulator), extentId }, REVISION);
    const { id } = await stage.change('vbrCreateScaleOutRepository', { server: 'one', name: 'New', ...wish });
    const { uniqueId: _once, ...again } = wish;
    await edit('vbrEditScaleOutRepository', { repository: id, ...again });
    const { said, sent } = kept();
    expect(said.length).toBeGreaterThan(20);
    expect(sent).toEqual(said);
  });

  it('in an SLA-based policy, all its lists said again', async () => {
    const simulator = await startVbAwsSimulator({ policies: 40, sessions: 50 });
    stage = await start('VB_AWS', simulator);
    const { regions, accounts, slaTemplates } = simulator.world;
    const wish = {
      replicaSettings: {
        mapping: [{ sourceRegionId: regions[0]?.id, targetRegionId: regions[1]?.id, encryptionKey: 'k' }],
        additionalTags: [{ key: 'a', value: 'b' }],
      },
      snapshotSettings: {
        additionalTags: [{ key: 'a', value: 'b' }],
        snapshotScripts: { windowsScripts: { enabled: true }, linuxScripts: { enabled: false } },
      },
      excludedItems: {
        excludedVolumes: { excludeSystemVolumes: true, excludedItems: [{ id: `${GUID}01`, type: 'Volume' }] },
      },
      retrySettings: { retryTimes: 2 },
      notificationSettings: { email: 'a@example.org', enableNotifications: true },
      productionWorkersSettings: { useProductionWorkers: false },
    };
    const { id } = await stage.change('vbAwsCreateSlaPolicy', {
      server: 'one',
      name: 'New',
      identityId: accounts.find(({ isOrganization }) => !isOrganization)?.id,
      backupType: 'ALL_ITEMS',
      regionIds: [regions[0]?.id],
      slaTemplateId: slaTemplates[0]?.id,
      ...wish,
    });
    await edit('vbAwsEditSlaPolicy', { policy: id, ...wish });
    const { said, sent } = kept();
    // An identity is read whole and written by its id; links are not written.
    const written = said.filter((place) => !/^\.(identity|_links)/.test(place));
    expect(written.length).toBeGreaterThan(10);
    expect(sent).toEqual(written);
  });
});

it('leaves no edit out', () => {
  expect([...tried].sort()).toEqual(MUTATIONS.filter((name) => name.includes('Edit')).sort());
});
