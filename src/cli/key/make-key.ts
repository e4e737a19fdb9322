import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeKey } from '../../platform/auth/callers/key-secret.js';
import { parseApiKeys } from '../../platform/config/api-keys-file.js';
import type { ApiKey } from '../../platform/config/auth-settings.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { scopeWarnings, serversNamedIn } from '../../platform/config/key-warnings.js';
import { configFile } from '../../platform/config/load-config.js';

export interface KeyOutput {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

export const USAGE = `usage: npm run key -- --name NAME --role VIEWER|OPERATOR|ADMIN
  [--servers KEY,KEY …]        only these servers exist for its holder
  [--tags NAME=VALUE,NAME=VALUE …]  only servers with these tags; the same name twice: either value
  [--expires 2027-01-31]       no longer valid from then on (UTC)
  [--file keys.yaml]           adds the key to this file; otherwise the line to add is printed
`;

const OPTIONS = {
  name: { type: 'string' },
  role: { type: 'string' },
  servers: { type: 'string' },
  tags: { type: 'string' },
  expires: { type: 'string' },
  file: { type: 'string' },
} as const;

/** Makes an API key from command line arguments and shows it, this once. The exit status: 0 made, 1 not made. */
export function makeKeyFor(args: readonly string[], { out, err }: KeyOutput): number {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { id, credential, hash } = makeKey();
    const { name, role, expires } = values;
    const entry = {
      id,
      name,
      role,
      servers: words(values.servers),
      tags: tagsIn(values.tags),
      expires,
      hash,
    };
    const line = `  - ${JSON.stringify(entry)}\n`;
    const [made] = check(`keys:\n${line}`, 'the key');
    refuseEnded(made, expires);
    warnOfScope(made, err);
    if (values.file === undefined) out(`Add this line to the keys of auth.apiKeys:\n\n${line}\n`);
    else addTo(resolve(values.file), line, err);
    out(`The key, which nobody can show again:\n\n  ${credential}\n`);
    return 0;
  } catch (error) {
    err(`${messageOf(error)}\n${USAGE}`);
    return 1;
  }
}

function words(text: string | undefined): string[] | undefined {
  return text?.split(',').map((word) => word.trim());
}

/** `tenant=acme,tenant=globex` as `{ tenant: [acme, globex] }`. */
function tagsIn(text: string | undefined): Record<string, string[]> | undefined {
  if (text === undefined) return undefined;
  const tags = new Map<string, string[]>();
  for (const word of words(text) ?? []) {
    const [, tag, value] = /^([^=]+)=(.+)$/.exec(word) ?? [];
    if (tag === undefined || value === undefined)
      throw new Error(`--tags: expected NAME=VALUE, found "${word}"`);
    tags.set(tag, [...(tags.get(tag) ?? []), value]);
  }
  return Object.fromEntries(tags);
}

/** The file is readable by its owner only, and is written to only if it is right afterwards. */
function addTo(file: string, line: string, err: KeyOutput['err']): void {
  if (!existsSync(file)) {
    writeFileSync(file, `keys:\n${line}`, { mode: 0o600, flag: 'wx' });
    err(`${file} was made\n`);
    return;
  }
  const text = readFileSync(file, 'utf8');
  const lead = text.endsWith('\n') ? '' : '\n';
  check(`${text}${lead}${line}`, file);
  appendFileSync(file, `${lead}${line}`);
  err(`added to ${file}\n`);
}

function refuseEnded(key: ApiKey | undefined, expires: string | undefined): void {
  const end = key?.caller.expiresAt ?? Infinity;
  if (end <= Date.now()) throw new Error(`--expires: expected a time to come, found "${expires}"`);
}

/** Goes by the configuration that the gateway would read here; without one there is nothing to compare with. */
function warnOfScope(key: ApiKey | undefined, err: KeyOutput['err']): void {
  const servers = serversNamedIn(configFile());
  if (key === undefined || servers === null) return;
  for (const warning of scopeWarnings(key.caller.scope, servers)) err(`warning: ${warning}\n`);
}

function check(text: string, what: string): readonly ApiKey[] {
  try {
    return parseApiKeys(text, what);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const mistakes = error.problems.map(
      ({ path, message }) => `${path.replace(/^keys\[\d+\]\./, '--')}: ${message}`,
    );
    throw new Error(mistakes.join('\n'), { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
