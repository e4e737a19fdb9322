import { encodeId } from '../../src/core/model/ids.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import type { ServedVersion, Vb365Options, Vb365Simulator } from '../../src/simulators/vb365/index.js';
import { startGateway } from './gateway.js';
import type { RunningGateway } from './gateway.js';

interface UserErrorSeen {
  code: string;
  message: string;
  field: string[] | null;
  upstream: { status: number; code: string | null; message: string | null } | null;
}

const USER_ERRORS = 'userErrors { code message field upstream { status code message } }';

/** One Microsoft 365 server with the gateway over it. */
export interface M365Stage {
  simulator: Vb365Simulator;
  gateway: RunningGateway;
  /** Runs a mutation of one `input` argument and gives its payload; GraphQL errors fail the test. */
  change<T>(
    mutation: string,
    inputType: string,
    input: object,
    selection: string,
  ): Promise<T & { userErrors: UserErrorSeen[] }>;
  /** Runs a query and gives its data. */
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** "POST /v8/…" of every change that reached the server, without sign-in. */
  sent(): string[];
  id(type: string, nativeId: string): string;
  close(): Promise<void>;
}

export async function startM365Stage(version: ServedVersion, options: Vb365Options = {}): Promise<M365Stage> {
  const simulator = await startVb365Simulator({
    servedVersions: [version],
    policies: 24,
    sessions: 300,
    switches: { workSeconds: 0 },
    ...options,
  });
  const gateway = await startGateway([
    { key: 'm365', product: 'VB_M365', url: simulator.url, apiVersion: version },
  ]);
  const ask = async <T>(query: string, variables?: Record<string, unknown>): Promise<T> => {
    const answer = await gateway.ask<T>(query, variables);
    expect(answer.errors).toEqual([]);
    return answer.data;
  };
  return {
    simulator,
    gateway,
    ask,
    change: async <T>(mutation: string, inputType: string, input: object, selection: string) => {
      const document = `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${selection} ${USER_ERRORS} } }`;
      const data = await ask<Record<string, T & { userErrors: UserErrorSeen[] }>>(document, { input });
      const payload = data[mutation];
      if (payload === undefined) throw new Error(`${mutation} answered nothing`);
      return payload;
    },
    sent: () =>
      simulator.requests
        .filter(({ method, url }) => method !== 'GET' && !url.toLowerCase().includes('/token'))
        .map(({ method, url }) => `${method} ${url}`),
    id: (type, nativeId) => encodeId({ type, server: 'm365', nativeId }),
    close: async () => {
      await gateway.close();
      await simulator.close();
    },
  };
}

/** The element, or the test's own mistake. */
export function one<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the simulated server has no such object');
  return value;
}
