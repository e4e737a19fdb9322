import { Agent, request } from 'node:http';

/** Where a server is and who signs in. */
export interface Place {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One version of an API: where to sign in, and what every call says of the version. */
export interface Dialect {
  readonly version: string;
  readonly tokenPath: string;
  readonly headers?: Record<string, string>;
}

interface Access {
  readonly version: string;
  readonly headers: Record<string, string>;
}

/** Bare calls to one server over kept-alive connections, with a token that outlives the benchmark. */
export class Upstream {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly url: URL;
  private signedIn: Promise<Access> | undefined;

  /** `dialects`: newest first; the first one that the server speaks is used. */
  constructor(
    private readonly place: Place,
    private readonly dialects: readonly Dialect[],
  ) {
    this.url = new URL(place.url);
  }

  /** The parsed answer; `T` is what the caller knows of it. Throws for any status but 200. */
  async get<T>(path: string): Promise<T> {
    const { headers } = await this.access();
    const { status, body } = await this.send('GET', path, headers);
    if (status !== 200)
      throw new Error(`${this.url.origin}${path} answered ${status}: ${body.slice(0, 200)}`);
    return JSON.parse(body) as T;
  }

  async version(): Promise<string> {
    return (await this.access()).version;
  }

  private access(): Promise<Access> {
    this.signedIn ??= this.signIn();
    return this.signedIn;
  }

  private async signIn(): Promise<Access> {
    const { username, password } = this.place;
    const fields = { grant_type: 'password', username, password, disable_antiforgery_token: 'true' };
    const form = new URLSearchParams(fields).toString();
    for (const { version, tokenPath, headers: own } of this.dialects) {
      const headers = { ...own, 'content-type': 'application/x-www-form-urlencoded' };
      const { status, body } = await this.send('POST', tokenPath, headers, form);
      if (status > 299) continue;
      const { access_token: token } = JSON.parse(body) as { access_token: string };
      return { version, headers: { ...own, authorization: `Bearer ${token}` } };
    }
    throw new Error(`${this.url.origin} refused the sign-in`);
  }

  private send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Answer> {
    const { hostname, port } = this.url;
    return new Promise((resolve, reject) => {
      const call = request({ agent: this.agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}

/** The parts of a query string that are given. */
export function query(parts: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) search.set(name, String(value));
  return search.toString();
}
