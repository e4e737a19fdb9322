import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigurationError } from '../../src/platform/config/configuration-error.js';
import type { GatewayConfig } from '../../src/platform/config/gateway-config.js';
import { parseConfig } from '../../src/platform/config/parse-config.js';
import { certificate } from './support.js';

/** One server in flow style, with the password "hunter2". */
export const SERVER = `{ key: a, product: VBR, url: "https://vbr.example.org:9419", username: svc, password: hunter2 }`;

/** A folder for configuration files, with ca.pem, broken.pem, secret and empty in it. */
export interface ConfigFolder {
  readonly path: string;
  readonly pem: string;
  readonly fingerprint: string;
  parse(text: string, env?: Record<string, string>): GatewayConfig;
  /** `line N: path: message` of every mistake; fails when one of them shows the password. */
  mistakes(text: string, env?: Record<string, string>): readonly string[];
  remove(): void;
}

export async function createConfigFolder(): Promise<ConfigFolder> {
  const path = mkdtempSync(join(tmpdir(), 'gateway-config-'));
  const { cert: pem, fingerprint } = await certificate();
  writeFileSync(join(path, 'ca.pem'), pem);
  writeFileSync(join(path, 'broken.pem'), pem.replace(/\n\w{20}/, '\nAAAAAAAAAAAAAAAAAAAA'));
  writeFileSync(join(path, 'secret'), 'hunter2\n');
  writeFileSync(join(path, 'empty'), '\n');
  const parse = (text: string, env: Record<string, string> = {}): GatewayConfig =>
    parseConfig(text, { file: join(path, 'gateway.yaml'), env });
  return {
    path,
    pem,
    fingerprint,
    parse,
    mistakes: (text, env) => mistakesOf(() => parse(text, env)),
    remove: () => rmSync(path, { recursive: true }),
  };
}

function mistakesOf(parse: () => GatewayConfig): readonly string[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expect(error.format() + inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2');
    return error.problems.map(({ path, line, message }) =>
      [line === undefined ? '' : `line ${line}`, path, message].filter(Boolean).join(': '),
    );
  }
}

/** A configuration of one server, one key per line, with `lines` added or put in place of its own. */
export function oneServer(...lines: string[]): string {
  const own = {
    key: 'a',
    product: 'VBR',
    url: 'https://vbr.example.org:9419',
    username: 'svc',
    password: 'hunter2',
  };
  const given = new Map(Object.entries(own).map(([key, value]) => [key, `${key}: ${value}`]));
  for (const line of lines) given.set(line.split(':', 1)[0] ?? '', line);
  return `servers:\n  - ${[...given.values()].join('\n    ')}\n`;
}
