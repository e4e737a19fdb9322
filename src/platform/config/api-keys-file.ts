import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import type { ApiKey } from './auth-config.js';
import { ApiKeysFileEntry } from './auth-entries.js';
import type { ApiKeyEntry } from './auth-entries.js';
import { buildApiKey } from './build-auth.js';
import { ConfigurationError } from './configuration-error.js';
import { checkEntry } from './entry-problems.js';
import { isMapping } from './expectations.js';
import { ProblemList } from './problem-list.js';
import type { ConfigPath } from './problem-list.js';
import { errorCode } from './references.js';
import { YamlSource } from './yaml-source.js';

/** The keys of a file. Throws ConfigurationError with every mistake. */
export function loadApiKeys(file: string): readonly ApiKey[] {
  return parseApiKeys(textOf(file), file);
}

/** Reads `keys:` and the list below it from YAML (or JSON) text. Throws ConfigurationError with every mistake. */
export function parseApiKeys(text: string, file: string): readonly ApiKey[] {
  const source = new YamlSource(text);
  if (source.mistakes.length > 0)
    throw new ConfigurationError(
      file,
      source.mistakes.map((mistake) => ({ path: '', ...mistake })),
    );
  const problems = new ProblemList((path) => source.lineOf(path));
  const entry = entryOf(source.toPlain(), file);
  checkEntry(entry, problems);
  if (problems.isSound(['keys'])) checkKeyIds(entry.keys ?? [], ['keys'], problems);
  const found = problems.inOrder();
  if (found.length > 0) throw new ConfigurationError(file, found);
  return (entry.keys ?? []).map(buildApiKey);
}

/** Adds a problem for every key whose id another one has. */
export function checkKeyIds(keys: readonly ApiKeyEntry[], path: ConfigPath, problems: ProblemList): void {
  const seen = new Set<string>();
  for (const [index, { id }] of keys.entries()) {
    if (seen.has(id))
      problems.add([...path, index, 'id'], 'expected an id of its own; a key above has this one');
    seen.add(id);
  }
}

function entryOf(plain: unknown, file: string): ApiKeysFileEntry {
  if (plain === null || plain === undefined) return new ApiKeysFileEntry();
  if (isMapping(plain)) return plainToInstance(ApiKeysFileEntry, plain);
  throw new ConfigurationError(file, [
    { path: '', message: 'expected "keys:" with a list, found another content' },
  ]);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError(file, [
      { path: '', message: `the file cannot be read (${errorCode(error)}); npm run key makes one` },
    ]);
  }
}
