import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Vb365Options, Vb365Simulator } from '../../../src/simulators/vb365/index.js';

export const NOW = Date.parse('2026-03-02T09:30:00Z');
export const HOUR = 3_600_000;
export const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
export const PASSWORD = { grant_type: 'password', username: 'svc-gateway', password: 'simulated' };
export const NO_COOKIE = { disable_antiforgery_token: 'true' };

export type Json = Record<string, unknown>;

export interface Answer {
  status: number;
  body: unknown;
  headers: Headers;
}

export interface Page extends Json {
  offset: number;
  limit: number;
  results: Json[];
  _links: Record<string, { href: string }>;
}

/** A simulator with a clock that stands still until moved, and the calls tests make. */
export class Bench {
  clock = NOW;
  private running: Vb365Simulator | undefined;

  async start(options: Vb365Options = {}): Promise<Vb365Simulator> {
    this.clock = NOW;
    this.running = await startVb365Simulator({ now: () => this.clock, ...options });
    return this.running;
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  get simulator(): Vb365Simulator {
    if (!this.running) throw new Error('start() first');
    return this.running;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isForm = body instanceof URLSearchParams;
    const type: Record<string, string> =
      body === undefined || isForm ? {} : { 'content-type': 'application/json' };
    const response = await fetch(this.simulator.url + path, {
      method,
      headers: { ...type, ...headers },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
      headers: response.headers,
    };
  }

  token(
    version: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.send('POST', `/${version}/token`, new URLSearchParams(fields), headers);
  }

  /** Signs in and gives calls below the version's path. */
  async client(version: string): Promise<Client> {
    const { body } = await this.token(version, { ...PASSWORD, ...NO_COOKIE });
    return new Client(this, version, String((body as Json)['access_token']));
  }
}

export class Client {
  constructor(
    private readonly bench: Bench,
    private readonly version: string,
    readonly accessToken: string,
  ) {}

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.call('POST', path, body);
  }

  async one(path: string): Promise<Json> {
    return (await this.get(path)).body as Json;
  }

  async page(path: string): Promise<Page> {
    return (await this.get(path)).body as Page;
  }

  /** The rows of a list, whether it is a bare array or a page. */
  async rows(path: string): Promise<Json[]> {
    const { body } = await this.get(path);
    return Array.isArray(body) ? (body as Json[]) : (body as Page).results;
  }

  private call(method: string, path: string, body?: unknown): Promise<Answer> {
    const authorization = `Bearer ${this.accessToken}`;
    return this.bench.send(method, `/${this.version}${path}`, body, { authorization });
  }
}

export function idsOf(rows: readonly Json[]): unknown[] {
  return rows.map(({ id }) => id);
}
