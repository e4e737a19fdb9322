import { statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import type { GatewayConfig } from './gateway-config.js';

/** Editors and orchestrators write in several steps; what is there this long after the last one counts. */
const SETTLED_MS = 100;

export interface ConfigListener {
  /** The file was read again and is right. Called also when nothing in it has changed. */
  changed(config: GatewayConfig): void;
  /** The file is wrong now; nothing should change. The text lists every mistake and no secret. */
  broken(report: string): void;
  /** The file can't be watched; SIGHUP still works. */
  unwatched(reason: string): void;
}

/** Reads the configuration again on SIGHUP and when its file is another than when this was made: make it before the first reading. */
export class ConfigWatch {
  private watcher: FSWatcher | undefined;
  private settling: NodeJS.Timeout | undefined;
  private version: string;
  private listener!: ConfigListener;

  constructor(
    private readonly file: string,
    private readonly load: () => GatewayConfig,
  ) {
    this.version = versionOf(file);
  }

  start(listener: ConfigListener): void {
    this.listener = listener;
    process.on('SIGHUP', this.reload);
    try {
      // The folder, not the file: a file that is replaced (by an editor, or a mounted ConfigMap) is another one afterwards.
      this.watcher = watch(dirname(this.file), { persistent: false }, this.noticed);
      this.watcher.on('error', (error) => this.listener.unwatched(error.message));
    } catch (error) {
      this.listener.unwatched(String(error));
    }
    this.noticed();
  }

  stop(): void {
    process.off('SIGHUP', this.reload);
    this.watcher?.close();
    clearTimeout(this.settling);
  }

  private readonly noticed = (): void => {
    const version = versionOf(this.file);
    if (version === this.version) return;
    this.version = version;
    clearTimeout(this.settling);
    this.settling = setTimeout(this.reload, SETTLED_MS);
  };

  private readonly reload = (): void => {
    try {
      this.listener.changed(this.load());
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      this.listener.broken(error.format());
    }
  };
}

/** Another text for another content, also where the file is a link to one that is exchanged. */
function versionOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? 'absent' : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
}
