import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator, VbrSimulatorOptions } from '../../../src/simulators/vbr/index.js';
import { describeContract } from '../../support/openapi.js';

const NOW = Date.parse('2026-03-12T09:30:00Z');
const DAY = 24 * 60 * 60_000;
const DEFAULT_REPOSITORY = '88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec';
const UNKNOWN_ID = '11111111-2222-4333-8444-555555555555';
const BI = '/api/v1/backupInfrastructure';

/** Properties the server sends as null although no contract declares it (see the notes on VBR). */
const TOLERATED_NULLS = [
  'lastRun',
  'nextRun',
  'repositoryId',
  'repositoryName',
  'sessionId',
  'endTime',
  'progressPercent',
  'resourceId',
  'resourceReference',
  'parentSessionId',
  'hostId',
  'hostName',
  'path',
];

interface Answer {
  status: number;
  body: unknown;
}

/** A client of one simulator at one revision; `clock.now` moves its time. */
class Client {
  private token = '';

  private constructor(
    readonly simulator: VbrSimulator,
    readonly revision: string,
    readonly clock: { now: number },
  ) {}

  static async start(revision = '1.3-rev2', options: VbrSimulatorOptions = {}): Promise<Client> {
    const clock = { now: NOW };
    const simulator = await startVbrSimulator({
      timeZone: 'Europe/Berlin',
      ...options,
      now: () => clock.now,
    });
    const client = new Client(simulator, revision, clock);
    client.token = text(await client.signIn(), 'access_token');
    return client;
  }

  at(revision: string): Client {
    const client = new Client(this.simulator, revision, this.clock);
    client.token = this.token;
    return client;
  }

  async signIn(fields: Record<string, string> = {}): Promise<Answer> {
    const form = { grant_type: 'password', username: 'svc-gateway', password: 'simulated', ...fields };
    return this.send('POST', '/api/oauth2/token', new URLSearchParams(form), { authorization: '' });
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  async send(
    method: string,
    path: string,
    body?: URLSearchParams | object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isForm = body instanceof URLSearchParams;
    const response = await fetch(this.simulator.url + path, {
      method,
      headers: {
        'x-api-version': this.revision,
        authorization: `Bearer ${this.token}`,
        ...(body && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    const content = await response.text();
    return { status: response.status, body: content === '' ? undefined : (JSON.parse(content) as unknown) };
  }
}

function field(answer: Answer, name: string): unknown {
  return (answer.body as Record<string, unknown>)[name];
}

function text(answer: Answer, name: string): string {
  return String(field(answer, name));
}

function rows(answer: Answer): Record<string, unknown>[] {
  return field(answer, 'data') as Record<string, unknown>[];
}

function total(answer: Answer): number {
  return (field(answer, 'pagination') as { total: number }).total;
}

const clients: Client[] = [];
async function start(revision?: string, options?: VbrSimulatorOptions): Promise<Client> {
  const client = await Client.start(revision, options);
  clients.push(client);
  return client;
}
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ simulator }) => simulator.close()));
});

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev2'])('VBR %s', (revision) => {
  describeContract(
    `vbr_rest_${revision}.json`,
    (contract) => {
      it.each([
        ['/api/v1/serverTime'],
        ['/api/v1/serverInfo'],
        ['/api/v1/license'],
        ['/api/v1/jobs'],
        ['/api/v1/jobs/states'],
        [`${BI}/repositories`],
        [`${BI}/repositories/states`],
        [`${BI}/scaleOutRepositories`],
        [`${BI}/managedServers`],
        ['/api/v1/sessions?limit=600', '/api/v1/sessions'],
        ['/api/v1/taskSessions?limit=600', '/api/v1/taskSessions'],
      ])('answers GET %s as its contract says', async (path, template = path) => {
        const client = await start(revision, { policies: 60, sessions: 600 });
        const { status, body } = await client.get(path);
        expect(status).toBe(200);
        expect(contract.validateResponse('GET', template, status, body)).toEqual([]);
      });
    },
    { toleratedNulls: TOLERATED_NULLS },
  );
});
