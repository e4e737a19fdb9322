import { readFileSync } from 'node:fs';
import type { ApiKey } from './auth-settings.js';
import { KEYS_FILE } from './auth-settings.js';
import { checkSettings } from './check-settings.js';
import { ConfigurationError } from './configuration-error.js';
import { checkKeyIds } from './cross-checks.js';
import { isMapping } from './kinds.js';
import { ProblemList } from './problem-list.js';
import { errorCode } from './references.js';
import { YamlSource } from './yaml-source.js';

/** The keys of a file. Throws ConfigurationError with every mistake. */
export function loadApiKeys(file: string): readonly ApiKey[] {
  return parseApiKeys(textOf(file), file);
}

/** Reads `keys:` and the list below it from YAML (or JSON) text. Throws ConfigurationError with every mistake. */
export function parseApiKeys(text: string, file: string): readonly ApiKey[] {
  const source = YamlSource.read(text, file);
  const problems = new ProblemList((path) => source.lineOf(path));
  const written = source.toPlain() ?? {};
  if (!isMapping(written))
    throw new ConfigurationError(file, [
      { path: '', message: 'expected "keys:" with a list, found another content' },
    ]);
  const settings = checkSettings(KEYS_FILE, written, problems);
  checkKeyIds(written['keys'], ['keys'], problems);
  return problems.valueOrThrow(settings, file).keys;
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
