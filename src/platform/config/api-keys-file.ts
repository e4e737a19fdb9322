import { UnreadableFile, readText } from '../files/read-text.js';
import type { ApiKey } from './auth-settings.js';
import { KEYS_FILE } from './auth-settings.js';
import { checkSettings } from './check-settings.js';
import { ConfigurationError } from './configuration-error.js';
import { checkKeyIds } from './cross-checks.js';
import { isMapping } from './kinds.js';
import { ProblemList } from './problem-list.js';
import { YamlSource } from './yaml-source.js';

/** Some five thousand keys. */
const MOST_BYTES = 2 ** 21;

/** The keys of a file. Throws ConfigurationError with every mistake. */
export function loadApiKeys(file: string): readonly ApiKey[] {
  return parseApiKeys(textOf(file), file);
}

/** Reads `keys:` and the list below it from YAML (or JSON) text. Throws ConfigurationError with every mistake. */
export function parseApiKeys(text: string, file: string): readonly ApiKey[] {
  const source = YamlSource.read(text, file);
  const problems = new ProblemList((path) => source.lineOf(path));
  const written = source.toPlain();
  if (written === null || written === undefined)
    throw new ConfigurationError(file, [
      { path: '', message: 'the file is empty; "keys: []" says that there are no keys' },
    ]);
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
    return readText(file, MOST_BYTES);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const hint = error.code === 'ENOENT' ? '; npm run key makes one' : '';
    throw new ConfigurationError(file, [{ path: '', message: `the file ${error.message}${hint}` }]);
  }
}
