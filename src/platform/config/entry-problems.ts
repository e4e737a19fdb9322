import { getMetadataStorage, validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { nearest } from './nearest.js';
import type { ConfigPath, ProblemList } from './problem-list.js';

const SECRET_KEYS = new Set(['password', 'encryptionKey', 'hash']);

/** Adds every rule that an entry breaks. */
export function checkEntry(entry: object, problems: ProblemList): void {
  const options = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false };
  for (const error of validateSync(entry, options)) addProblems(error, [], problems);
}

function addProblems(error: ValidationError, above: ConfigPath, problems: ProblemList): void {
  const path = [...above, Array.isArray(error.target) ? Number(error.property) : error.property];
  const { constraints } = error;
  if (!constraints) {
    for (const child of error.children ?? []) addProblems(child, path, problems);
    return;
  }
  if ('whitelistValidation' in constraints) problems.add(path, unknownKey(error));
  else
    problems.add(
      path,
      `expected ${constraints['expect'] ?? 'a group of keys'}, found ${describe(error, path, problems)}`,
    );
}

function unknownKey({ target, property }: ValidationError): string {
  const known = knownKeys(target);
  const near = nearest(property, known);
  return near === undefined
    ? `unknown key; the keys here are ${known.join(', ')}`
    : `unknown key; did you mean ${near}?`;
}

function knownKeys(target: object | undefined): readonly string[] {
  if (!target) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

function describe(
  { property, value, contexts }: ValidationError,
  path: ConfigPath,
  problems: ProblemList,
): string {
  const found: unknown = value;
  const words = (contexts?.['expect'] as { words: readonly string[] } | undefined)?.words ?? [];
  if (found === undefined || found === null || found === '') return 'nothing';
  if (SECRET_KEYS.has(property)) return `a ${Array.isArray(found) ? 'list' : typeof found} (not shown)`;
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list';
  if (typeof found === 'object') return 'a group of keys';
  if (typeof found !== 'string') return String(found);
  const near = nearest(found, words);
  return `${problems.quote(path, found)}${near === undefined ? '' : `; did you mean ${near}?`}`;
}
