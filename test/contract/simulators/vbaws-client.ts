const BASE = '/api/v1';

/** What a request was answered: `rows` are the `results` of a list. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
  rows: Record<string, unknown>[];
}

/** A bare client of one appliance for tests: paths are below /api/v1, statuses are not judged. */
export class VbAwsClient {
  constructor(
    private readonly url: string,
    private readonly accessToken = '',
    private readonly revision: string | undefined = '1.8-rev0',
  ) {}

  static async signedIn(url: string): Promise<VbAwsClient> {
    const form = { grant_type: 'password', username: 'svc-gateway', password: 'simulated' };
    const { body } = await new VbAwsClient(url).token(form);
    return new VbAwsClient(url, String(body['access_token']));
  }

  /** The same user speaking another revision (undefined: no header). */
  withRevision(revision: string | undefined): VbAwsClient {
    return new VbAwsClient(this.url, this.accessToken, revision ?? '');
  }

  token(form: Record<string, string>): Promise<Answer> {
    return this.request('POST', '/token', { body: new URLSearchParams(form) });
  }

  get(path: string, query: Record<string, string> = {}): Promise<Answer> {
    const suffix = new URLSearchParams(query).toString();
    return this.request('GET', suffix === '' ? path : `${path}?${suffix}`);
  }

  /** A string is sent as it is, still as JSON. */
  post(path: string, body?: unknown): Promise<Answer> {
    return this.request('POST', path, json(body));
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.request('PUT', path, json(body));
  }

  delete(path: string): Promise<Answer> {
    return this.request('DELETE', path);
  }

  async export(path: string, accept: string): Promise<{ type: string | null; text: string }> {
    const response = await this.send('POST', path, { headers: { accept } });
    return { type: response.headers.get('content-type'), text: await response.text() };
  }

  private async request(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await this.send(method, path, init);
    const text = await response.text();
    const body = (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown>;
    const rows = Array.isArray(body?.['results']) ? (body['results'] as Record<string, unknown>[]) : [];
    return { status: response.status, body, rows };
  }

  private send(method: string, path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.accessToken}`);
    if (this.revision) headers.set('x-api-version', this.revision);
    return fetch(`${this.url}${BASE}${path}`, { ...init, method, headers });
  }
}

function json(body: unknown): RequestInit {
  return body === undefined
    ? {}
    : {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      };
}
