import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator, VbrSimulatorOptions } from '../../../src/simulators/vbr/index.js';
import type { Contract } from '../../support/openapi.js';

/** The moment every simulator of these tests starts at. */
export const NOW = Date.parse('2026-03-12T09:30:00Z');
export const UNKNOWN_ID = '11111111-2222-4333-8444-555555555555';
export const BI = '/api/v1/backupInfrastructure';

export interface Answer {
  status: number;
  body: unknown;
}

/** A client of one simulator at one revision; `clock.now` moves its time. */
export class Client {
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

export function field(answer: Answer, name: string): unknown {
  return (answer.body as Record<string, unknown>)[name];
}

export function text(answer: Answer, name: string): string {
  return String(field(answer, name));
}

export function rows(answer: Answer): Record<string, unknown>[] {
  return field(answer, 'data') as Record<string, unknown>[];
}

export function total(answer: Answer): number {
  return (field(answer, 'pagination') as { total: number }).total;
}

const clients: Client[] = [];

/** Properties the server sends as null in sessions although no contract declares it. */
export const NULLS_IN_SESSIONS = ['endTime', 'resourceId', 'resourceReference', 'parentSessionId'];

/** Starts a simulator and signs in; `closeAll` ends it. */
export async function start(revision?: string, options?: VbrSimulatorOptions): Promise<Client> {
  const client = await Client.start(revision, options);
  clients.push(client);
  return client;
}

export async function closeAll(): Promise<void> {
  await Promise.all(clients.splice(0).map(({ simulator }) => simulator.close()));
}

/** Lets accepted work end, then tells how. */
export async function finish(client: Client, accepted: Answer): Promise<unknown> {
  expect(accepted.status).toBe(201);
  client.clock.now += 20_000;
  const session = await client.get(`/api/v1/sessions/${text(accepted, 'id')}`);
  expect(session.body).toMatchObject({ state: 'Stopped' });
  return (field(session, 'result') as { result: string }).result;
}

/** Sends requests that fit the contract and checks that the answers do, too. */
export function contractCall(
  contract: Contract,
): (client: Client, method: string, path: string, template: string, body?: object) => Promise<Answer> {
  return async (client, method, path, template, body) => {
    if (body) expect(contract.validateRequest(method, template, body)).toEqual([]);
    const answer = await client.send(method, path, body);
    expect(contract.validateResponse(method, template, answer.status, answer.body)).toEqual([]);
    return answer;
  };
}
