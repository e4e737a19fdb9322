import { dirname, resolve } from 'node:path';
import { buildConfig } from './build-config.js';
import { checkSettings } from './check-settings.js';
import { ConfigurationError } from './configuration-error.js';
import { crossCheck } from './cross-checks.js';
import type { GatewayConfig } from './gateway-config.js';
import { isMapping } from './kinds.js';
import { readNamedFiles } from './named-files.js';
import { ProblemList, formatPath } from './problem-list.js';
import { GATEWAY } from './settings.js';
import { YamlSource } from './yaml-source.js';
import { UnreadableFile, readText } from '../files/read-text.js';
import type { ConfigPath } from './problem-list.js';
import type { Setting } from './kinds.js';
import { factsOf, placeAt } from './setting-tree.js';
import type { YamlText } from './yaml-source.js';

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

const REFERENCE = /\$\{([^}]*)\}/g;

export interface ReferenceContext {
  /** The configuration file; relative paths are relative to its folder. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Puts the values of `${env:NAME}` and `${file:PATH}` into every text of the configuration; they may be secret. */
function resolveReferences(plain: unknown, context: ReferenceContext, problems: ProblemList): unknown {
  const visit = (value: unknown, path: ConfigPath): unknown => {
    if (typeof value === 'string') return fill(value, path);
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]));
  };
  const fill = (text: string, path: ConfigPath): string =>
    text.replace(REFERENCE, (_whole, reference: string) => {
      problems.hide(path);
      const found = lookUp(reference, context);
      if ('problem' in found) problems.add(path, found.problem);
      return 'problem' in found ? '' : found.text;
    });
  return visit(plain, []);
}

function lookUp(reference: string, context: ReferenceContext): { text: string } | { problem: string } {
  const [, kind, name] = /^(env|file):(.+)$/.exec(reference) ?? [];
  if (kind === undefined || name === undefined)
    return { problem: 'expected ${env:NAME} or ${file:PATH}, found another text between "${" and "}"' };
  return kind === 'env' ? fromEnvironment(name, context) : fromFile(name, context);
}

function fromEnvironment(name: string, { env }: ReferenceContext): { text: string } | { problem: string } {
  const text = env[name];
  if (text === undefined) return { problem: `the environment variable ${name} is not set` };
  return text === '' ? { problem: `the environment variable ${name} is empty` } : { text };
}

/** The line break that editors and secret stores put at the end of a file is not part of the secret. */
function fromFile(name: string, { file }: ReferenceContext): { text: string } | { problem: string } {
  const path = resolve(dirname(file), name);
  try {
    const text = readText(path).replace(/\r?\n$/, '');
    return text === '' ? { problem: `the file ${path} is empty` } : { text };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { problem: `the file ${path} ${error.message}` };
  }
}

const WRITTEN_REFERENCE = /\$\{(env|file):[^}]*\}/;
/** As shells, Windows and templates write them. */
const VARIABLE = /^(\$\w+|\$\(.+\)|%\w+%|\{\{.*\}\})$/;
const VARIABLE_INSIDE = /\$[A-Z_][A-Z0-9_]+|%[A-Z_][A-Z0-9_]+%|\{\{.*\}\}/;

/** Texts that are right, but most likely not what was meant. They are not quoted: they may be secret. */
function oddTexts(source: YamlSource, root: Setting<unknown>): readonly string[] {
  const written = source.toPlain();
  return source.texts().flatMap((found) => {
    const { setting, path } = placeAt(root, written, found.path);
    const isSecret = factsOf(setting).secret ?? false;
    const odd = oddityOf(found, isSecret);
    return odd === undefined ? [] : [`${formatPath(path)}: ${odd}`];
  });
}

function oddityOf({ text, isQuoted, comment }: YamlText, isSecret: boolean): string | undefined {
  if (VARIABLE.test(text) || (!isSecret && VARIABLE_INSIDE.test(text)))
    return 'this looks like a variable that was not replaced; only ${env:NAME} and ${file:PATH} are';
  if (isQuoted || comment === null || WRITTEN_REFERENCE.test(text)) return undefined;
  return isSecret || /^\S/.test(comment)
    ? 'what stands behind " #" is a comment; where it belongs to the value, put the whole value in quotes'
    : undefined;
}
