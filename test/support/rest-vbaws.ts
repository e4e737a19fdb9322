import type { VbAwsSimulator } from '../../src/simulators/vbaws/index.js';

/** Reads a path of a simulated appliance as any client would: the truth the gateway is compared with. */
export async function readRest<T>(simulator: VbAwsSimulator, path: string): Promise<T> {
  const { username, password } = simulator.settings;
  const headers = { 'x-api-version': '1.8-rev0' };
  const form = new URLSearchParams({ grant_type: 'password', username, password });
  const token = await json<{ access_token: string }>(
    await fetch(`${simulator.url}/api/v1/token`, { method: 'POST', headers, body: form }),
  );
  const authorization = `Bearer ${token.access_token}`;
  return json<T>(await fetch(simulator.url + path, { headers: { ...headers, authorization } }));
}

async function json<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`the simulated appliance answered ${response.status}`);
  return (await response.json()) as T;
}
