import { buildConfig } from './build-config.js';
import { checkSettings } from './check-settings.js';
import { ConfigurationError } from './configuration-error.js';
import { crossCheck } from './cross-checks.js';
import type { GatewayConfig } from './gateway-config.js';
import { isMapping } from './kinds.js';
import { readNamedFiles } from './named-files.js';
import { oddTexts } from './odd-texts.js';
import { ProblemList } from './problem-list.js';
import { resolveReferences } from './references.js';
import type { ReferenceContext } from './references.js';
import { GATEWAY } from './settings.js';
import { YamlSource } from './yaml-source.js';

/**
 * Reads a configuration from YAML (or JSON) text. `file` is where the text stands: for messages, and because relative
 * paths in it are relative to its folder. Throws ConfigurationError with every mistake.
 */
export function parseConfig(text: string, context: ReferenceContext): GatewayConfig {
  const { file } = context;
  const source = YamlSource.read(text, file);
  const problems = new ProblemList((path) => source.lineOf(path));
  const written = resolveReferences(source.toPlain(), context, problems);
  if (!isMapping(written))
    throw new ConfigurationError(file, [
      { path: '', message: 'expected keys such as "servers:", found none' },
    ]);
  const settings = checkSettings(GATEWAY, written, problems);
  crossCheck(written, problems);
  const files = readNamedFiles(written, file, problems);
  return buildConfig(problems.valueOrThrow(settings, file), files, file, oddTexts(source, GATEWAY));
}
