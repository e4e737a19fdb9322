import { encodeId } from '../../../src/core/model/ids.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

interface Refused {
  code: string;
  message: string;
  field: string[] | null;
  server: string | null;
  retryable: boolean;
  upstream: { status: number } | null;
}
interface Acted {
  policy: { enabled: boolean; status: string } | null;
  session: { id: string; state: string } | null;
  userErrors: Refused[];
}

const ERRORS = 'userErrors { code message field server retryable upstream { status } }';
const POLICY_TYPES = { VBR: 'VbrJob', VB_AWS: 'VbAwsEc2Policy', VB_M365: 'VbM365Job' } as const;
type Product = keyof typeof POLICY_TYPES;

/** Any of the three products with the gateway over it. */
interface Stage {
  gateway: RunningGateway;
  /** Writes that reached the server. */
  writes(): string[];
  fail(match: string, status: number, body?: object): void;
  close(): Promise<void>;
}

let stage: Stage;

afterEach(() => stage.close());

async function start(product: Product): Promise<Stage> {
  const options = { workSeconds: 3_600 };
  const simulator =
    product === 'VBR'
      ? await startVbrSimulator({ policies: 24, sessions: 200, ...options })
      : product === 'VB_AWS'
        ? await startVbAwsSimulator({ policies: 40, sessions: 300, ...options })
        : await startVb365Simulator({ switches: options });
  const gateway = await startGateway([{ key: 'one', product, url: simulator.url }]);
  return {
    gateway,
    writes: () =>
      simulator.requests
        .filter(({ method, url }) => method !== 'GET' && !/token|oauth2/i.test(url))
        .map(({ method, url }) => `${method} ${url}`),
    fail: (match, status, body) =>
      simulator.faults.add({
        match,
        fault: { kind: 'status', status, ...(body !== undefined && { body: JSON.stringify(body) }) },
      }),
    close: async () => {
      await gateway.close();
      await simulator.close();
    },
  };
}

async function act(action: string, policy: string, more: object = {}): Promise<Acted> {
  const { data, errors } = await stage.gateway.ask<Record<string, Acted>>(
    `mutation ($input: PolicyActionInput!) { ${action}Policy(input: $input) {
      policy { enabled status } session { id state } ${ERRORS} } }`,
    { input: { policy, ...more } },
  );
  expect(errors).toEqual([]);
  return data[`${action}Policy`]!;
}

/** A policy of the plain kind that could be started. */
async function idle(product: Product): Promise<string> {
  const { data } = await stage.gateway.ask<{ policies: { nodes: { __typename: string; id: string }[] } }>(
    '{ policies(filter: { kinds: [BACKUP, SNAPSHOT], status: [IDLE] }, first: 100) { nodes { __typename id } } }',
  );
  return data.policies.nodes.find(({ __typename }) => __typename === POLICY_TYPES[product])!.id;
}

const server = encodeId({ type: 'BackupServer', server: 'one', nativeId: 'one' });
const field = ['input', 'policy'];

describe.each(['VBR', 'VB_AWS', 'VB_M365'] as const)('a change of %s', (product) => {
  beforeEach(async () => {
    stage = await start(product);
  });

  it('of a policy that runs already is a CONFLICT that names its server and field', async () => {
    const policy = await idle(product);
    expect((await act('start', policy)).userErrors).toEqual([]);
    const { userErrors } = await act('start', policy);
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', field, server, retryable: false }]);
  });

  it('answered 429 was not made and may be tried again', async () => {
    const policy = await idle(product);
    stage.fail('/start', 429);
    const { userErrors } = await act('start', policy);
    expect(userErrors).toMatchObject([
      { code: 'RATE_LIMITED', field, server, retryable: true, upstream: { status: 429 } },
    ]);
    expect(stage.writes()).toHaveLength(1);
  });

  it.each([
    ['without a word', undefined],
    ['in its own words', { errorCode: 'Busy', message: 'Try later', details: 'Try later' }],
  ])('answered 503 %s may have been made: not known, and not sent again', async (_how, body) => {
    const policy = await idle(product);
    stage.fail('/start', 503, body);
    const { userErrors } = await act('start', policy);
    expect(userErrors).toMatchObject([
      { code: 'UPSTREAM_UNAVAILABLE', field, server, retryable: false, upstream: { status: 503 } },
    ]);
    expect(stage.writes()).toHaveLength(1);
  });

  it('is refused for the id of another kind, and nothing is sent', async () => {
    for (const type of ['BackupServer', 'VbrSession', 'VbM365Repository', 'Nonsense']) {
      const { userErrors } = await act('start', encodeId({ type, server: 'one', nativeId: 'x' }));
      expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field }]);
    }
    expect(stage.writes()).toEqual([]);
  });

  it('that is disabled says so, whether it runs or not', async () => {
    const policy = await idle(product);
    expect((await act('start', policy)).policy).toMatchObject({ enabled: true, status: 'RUNNING' });
    const { policy: now, userErrors } = await act('disable', policy);
    expect(userErrors).toEqual([]);
    expect(now).toMatchObject({ enabled: false });
    expect((await act('enable', policy)).policy).toMatchObject({ enabled: true });
  });

  it('under a repeated key shows its session as it is now', async () => {
    const policy = await idle(product);
    const { session } = await act('start', policy, { idempotencyKey: 'once' });
    expect(session?.state).not.toBe('FINISHED');
    await act('stop', policy);
    const again = await act('start', policy, { idempotencyKey: 'once' });
    expect(again.session).toEqual({ id: session?.id, state: 'FINISHED' });
    expect(stage.writes()).toHaveLength(2);
  });

  it('of no repository is refused, and one named twice is read once', async () => {
    const rescan = async (repositories: string[]) => {
      const { data } = await stage.gateway.ask<{ rescanRepositories: Acted }>(
        `mutation ($repositories: [ID!]!) { rescanRepositories(input: { repositories: $repositories }) { ${ERRORS} } }`,
        { repositories },
      );
      return data.rescanRepositories.userErrors;
    };
    const list = ['input', 'repositories'];
    expect(await rescan([])).toMatchObject([{ code: 'INVALID_INPUT', field: list }]);
    const wrong = await rescan([await idle(product)]);
    expect(wrong).toMatchObject([{ code: 'INVALID_INPUT', field: [...list, '0'] }]);
    expect(stage.writes()).toEqual([]);
    const { data } = await stage.gateway.ask<{
      repositories: { nodes: { id: string; objectStorage?: object | null }[] };
    }>('{ repositories(first: 100) { nodes { id ... on VbM365Repository { objectStorage { name } } } } }');
    const one = data.repositories.nodes.find(({ objectStorage }) => objectStorage !== null)!.id;
    const refusals = await rescan([one, one]);
    expect(stage.writes().length).toBe(product === 'VB_AWS' ? 0 : 1);
    if (product === 'VB_AWS') expect(refusals).toMatchObject([{ code: 'UNSUPPORTED', server, field: list }]);
    else expect(refusals).toEqual([]);
  });
});
