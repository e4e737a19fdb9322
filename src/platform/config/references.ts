import { dirname, resolve } from 'node:path';
import { UnreadableFile, readText } from '../files/read-text.js';
import type { ConfigPath, ProblemList } from './problem-list.js';

const REFERENCE = /\$\{([^}]*)\}/g;

export interface ReferenceContext {
  /** The configuration file; relative paths are relative to its folder. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Puts the values of `${env:NAME}` and `${file:PATH}` into every text of the configuration; they may be secret. */
export function resolveReferences(plain: unknown, context: ReferenceContext, problems: ProblemList): unknown {
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
