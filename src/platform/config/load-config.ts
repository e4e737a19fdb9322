import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import type { GatewayConfig } from './gateway-config.js';
import { parseConfig } from './parse-config.js';
import { errorCode } from './references.js';

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
  return parseConfig(readText(file, env['GATEWAY_CONFIG'] !== undefined), { file, env });
}

/** The full path of the file that `loadConfig` reads. */
export function configFile({ env = process.env, cwd = process.cwd() }: LoadOptions = {}): string {
  return resolve(cwd, env['GATEWAY_CONFIG'] ?? 'gateway.yaml');
}

function readText(file: string, named: boolean): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError(file, [{ path: '', message: unreadable(errorCode(error), named) }]);
  }
}

function unreadable(code: string, named: boolean): string {
  if (code !== 'ENOENT') return `the file cannot be read (${code})`;
  return named
    ? 'the file named by GATEWAY_CONFIG does not exist'
    : 'there is no such file: copy the example at the top of docs/configuration.md, or name another file with GATEWAY_CONFIG; "npm run demo" needs none';
}
