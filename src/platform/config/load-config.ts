import { resolve } from 'node:path';
import { UnreadableFile, readText } from '../files/read-text.js';
import { ConfigurationError } from './configuration-error.js';
import type { GatewayConfig } from './gateway-config.js';
import { parseConfig } from './parse-config.js';

export interface LoadOptions {
  /** The default is the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The default is the process's working directory. */
  readonly cwd?: string;
}

/** Reads `gateway.yaml` in the working directory, or the file named by GATEWAY_CONFIG. Throws ConfigurationError. */
export function loadConfig(options: LoadOptions = {}): GatewayConfig {
  const env = options.env ?? process.env;
  const file = configFile(options);
  return parseConfig(textOf(file, env['GATEWAY_CONFIG'] !== undefined), { file, env });
}

/** The full path of the file that `loadConfig` reads. */
export function configFile({ env = process.env, cwd = process.cwd() }: LoadOptions = {}): string {
  return resolve(cwd, env['GATEWAY_CONFIG'] ?? 'gateway.yaml');
}

function textOf(file: string, named: boolean): string {
  try {
    return readText(file);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new ConfigurationError(file, [{ path: '', message: unreadable(error, named) }]);
  }
}

function unreadable({ code, message }: UnreadableFile, named: boolean): string {
  if (code !== 'ENOENT') return `the file ${message}`;
  return named
    ? 'the file named by GATEWAY_CONFIG does not exist'
    : 'there is no such file: copy the example at the top of docs/configuration.md, or name another file with GATEWAY_CONFIG; "npm run demo" needs none';
}
