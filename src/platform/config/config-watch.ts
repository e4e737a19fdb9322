import { Logger } from '@nestjs/common';
import { FileWatch } from '../files/file-watch.js';
import { Rereading } from '../files/rereading.js';
import { reportOf } from './configuration-error.js';
import type { GatewayConfig } from './gateway-config.js';

/** Reads the configuration again on SIGHUP and when its file is another than when this was made: make it before the first reading. */
export class ConfigWatch {
  private readonly files: FileWatch;
  private readonly rereading = new Rereading(new Logger('Configuration'), {
    kept: 'the configuration is not taken, everything stays as it is',
    mended: 'the configuration is right again',
    reasonOf: reportOf,
  });

  private take: ((config: GatewayConfig) => void) | undefined;
  private isAsked = false;

  constructor(
    file: string,
    private readonly load: () => GatewayConfig,
  ) {
    this.files = new FileWatch([file]);
    // From the beginning: a process that does not listen for it is ended by SIGHUP.
    process.on('SIGHUP', this.reload);
  }

  /** `take` gets every configuration that is right, also when nothing in it has changed. */
  start(take: (config: GatewayConfig) => void): void {
    this.take = take;
    this.files.start(this.reload);
    if (this.isAsked) this.reload();
  }

  private readonly reload = (): void => {
    const { take } = this;
    this.isAsked = true;
    if (take !== undefined) this.rereading.attempt(() => take(this.load()));
  };
}
