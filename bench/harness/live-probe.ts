import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 10;

/** Asks again and again whether a gateway lives, and remembers how long it had to wait at most. */
export class LiveProbe {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private isStopped = false;
  private longest = 0;
  private readonly rounds: Promise<void>;

  constructor(private readonly gateway: URL) {
    this.rounds = this.run();
  }

  /** Ends the questions; the longest wait, ms. Infinity: one was not answered at all. */
  async stop(): Promise<number> {
    this.isStopped = true;
    await this.rounds;
    this.agent.destroy();
    return this.longest;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const startedAt = performance.now();
      const isAnswered = await this.ask();
      this.longest = Math.max(this.longest, isAnswered ? performance.now() - startedAt : Infinity);
      if (!isAnswered) return;
      await delay(EVERY_MS);
    }
  }

  private ask(): Promise<boolean> {
    return new Promise((resolve) => {
      const request = get(new URL('/health/live', this.gateway), { agent: this.agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200));
      });
      request.on('error', () => resolve(false));
    });
  }
}
