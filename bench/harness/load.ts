import { Agent, request } from 'node:http';

/** One request, prepared once. */
export interface Shot {
  readonly url: URL;
  /** Absent: GET. */
  readonly body?: string;
}

export interface Sample {
  readonly answers: number;
  /** Wall clock, ms. */
  readonly elapsed: number;
  /** Of each answer, ms. */
  readonly latencies: readonly number[];
}

/** A closed loop of clients over kept-alive connections, each asking again as soon as it has its answer. */
export class Client {
  private readonly agent: Agent;

  constructor(private readonly connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** The answer's body. Throws for any status but 200. */
  async ask({ url, body }: Shot): Promise<string> {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const call = request(url, { agent: this.agent, method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${url.href} answered ${response.statusCode}: ${text.slice(0, 500)}`));
        });
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  /** Asks for `duration` ms, and at least `least` times. */
  async run(shot: Shot, duration: number, least: number): Promise<Sample> {
    const startedAt = performance.now();
    const latencies: number[] = [];
    let begun = 0;
    const worker = async (): Promise<void> => {
      while (begun < least || performance.now() - startedAt < duration) {
        begun += 1;
        const before = performance.now();
        await this.ask(shot);
        latencies.push(performance.now() - before);
      }
    };
    await Promise.all(Array.from({ length: this.connections }, worker));
    return { answers: latencies.length, elapsed: performance.now() - startedAt, latencies };
  }

  close(): void {
    this.agent.destroy();
  }
}
