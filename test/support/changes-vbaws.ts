import { encodeId } from '../../src/core/model/ids.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import type { PolicyRecord, VbAwsOptions, VbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startGateway } from './gateway.js';
import type { Answer, RunningGateway } from './gateway.js';
import { isIdentification } from './identification.js';

interface UserErrorSeen {
  code: string;
  message: string;
  field: string[] | null;
  upstream: { status: number; code: string | null; message: string | null } | null;
}

const USER_ERRORS = 'userErrors { code message field upstream { status code message } }';

/** One VB_AWS appliance with the gateway over it. */
export interface AwsStage {
  simulator: VbAwsSimulator;
  gateway: RunningGateway;
  /** Id of the appliance. */
  server: string;
  /** Runs a mutation of one `input` argument and gives its payload; GraphQL errors fail the test. */
  change<T>(
    mutation: string,
    inputType: string,
    input: object,
    selection: string,
  ): Promise<T & { userErrors: UserErrorSeen[] }>;
  /** Runs a query and gives its data; GraphQL errors fail the test. */
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** The whole answer, errors included. */
  answer<T>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
  /** "POST /api/v1/…" of every change that reached the appliance, without sign-in. */
  sent(): string[];
  /** Paths and queries that were read while `work` ran, without sign-in and health probes. */
  asked(work: () => Promise<unknown>): Promise<string[]>;
  id(type: string, nativeId: string): string;
  /** The SLA-based policies of the appliance. */
  slaPolicies(): PolicyRecord[];
  close(): Promise<void>;
}

export async function startAwsStage(options: VbAwsOptions = {}, apiVersion?: string): Promise<AwsStage> {
  const simulator = await startVbAwsSimulator({ policies: 40, sessions: 600, workSeconds: 0, ...options });
  const gateway = await startGateway([
    { key: 'aws', product: 'VB_AWS', url: simulator.url, ...(apiVersion !== undefined && { apiVersion }) },
  ]);
  const ask = async <T>(query: string, variables?: Record<string, unknown>): Promise<T> => {
    const answer = await gateway.ask<T>(query, variables);
    expect(answer.errors).toEqual([]);
    return answer.data;
  };
  const withoutSignIn = () =>
    simulator.requests.filter(
      (request) => !isIdentification(request) && !/^\/api\/v1\/(token|system\/version)/.test(request.url),
    );
  return {
    simulator,
    gateway,
    server: encodeId({ type: 'BackupServer', server: 'aws', nativeId: 'aws' }),
    ask,
    answer: (query, variables) => gateway.ask(query, variables),
    change: async <T>(mutation: string, inputType: string, input: object, selection: string) => {
      const document = `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${selection} ${USER_ERRORS} } }`;
      const data = await ask<Record<string, T & { userErrors: UserErrorSeen[] }>>(document, { input });
      const payload = data[mutation];
      if (payload === undefined) throw new Error(`${mutation} answered nothing`);
      return payload;
    },
    sent: () =>
      withoutSignIn()
        .filter(({ method }) => method !== 'GET')
        .map(({ method, url }) => `${method} ${url}`),
    asked: async (work) => {
      const before = withoutSignIn().length;
      await work();
      return withoutSignIn()
        .slice(before)
        .map(({ url }) => url);
    },
    id: (type, nativeId) => encodeId({ type, server: 'aws', nativeId }),
    slaPolicies: () => simulator.world.policies.filter(({ workload }) => workload === 'ec2Sla'),
    close: async () => {
      await gateway.close();
      await simulator.close();
    },
  };
}

/** The element, or the test's own mistake. */
export function one<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the simulated appliance has no such object');
  return value;
}
