import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { LimitsConfig } from '../config/gateway-config.js';

const LOOK_EVERY = 500;
/** Once may be a large answer, or a machine that slept. */
const LOOKS_TOO_SLOW = 3;

/** Whether the process has more to do than it can bear: memory near its limit, or everything waits for the processor. */
export class Pressure implements OnApplicationShutdown {
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });
  private readonly timer: NodeJS.Timeout;
  private slowLooks = 0;
  private heapShare = 0;

  constructor(private readonly limits: Pick<LimitsConfig, 'heapPercent' | 'eventLoopDelay'>) {
    this.delay.enable();
    this.timer = setInterval(() => this.look(), LOOK_EVERY).unref();
    this.look();
  }

  /** Whoever loads it most is to be refused. */
  get isTooHigh(): boolean {
    return this.heapShare * 100 > this.limits.heapPercent || this.slowLooks >= LOOKS_TOO_SLOW;
  }

  /** Everybody is to be refused: half of what is kept free is used, too. */
  get isDire(): boolean {
    return this.heapShare * 100 > (this.limits.heapPercent + 100) / 2;
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.delay.disable();
  }

  private look(): void {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    this.heapShare = used / limit;
    const isSlow = this.delay.mean / 1e6 > this.limits.eventLoopDelay;
    this.slowLooks = isSlow ? this.slowLooks + 1 : 0;
    this.delay.reset();
  }
}
