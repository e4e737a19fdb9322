import * as v from 'valibot';
import { isMapping } from './kinds.js';
import type { Setting } from './kinds.js';
import { nearest, nearestKey } from './nearest.js';
import type { ConfigPath, ProblemList } from './problem-list.js';
import { entriesOf, factsOf, itemOf, placeAt } from './setting-tree.js';

/** Adds everything that is wrong with a value, and gives it with its defaults; undefined where something is wrong. */
export function checkSettings<T>(root: Setting<T>, value: unknown, problems: ProblemList): T | undefined {
  checkGroups(root, value, [], problems);
  const result = v.safeParse(root, value);
  for (const issue of result.issues ?? []) addIssue(root, value, issue, problems);
  return result.success ? result.output : undefined;
}

/** Groups hold nothing but keys that are known. */
function checkGroups(
  setting: Setting<unknown>,
  value: unknown,
  path: ConfigPath,
  problems: ProblemList,
): void {
  const entries = entriesOf(setting);
  const item = itemOf(setting);
  if (item !== null && Array.isArray(value))
    value.forEach((one, index) => checkGroups(item, one, [...path, index], problems));
  if (entries === null || isNothing(value)) return;
  if (!isMapping(value)) {
    const { what = 'a group of keys', words = [] } = factsOf(setting);
    if (words.some((word) => word === value)) return;
    problems.add(path, `expected ${what}, found ${shown(value, words, path, problems)}`);
    return;
  }
  for (const [key, below] of Object.entries(value)) {
    const known = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (known === undefined) problems.add([...path, key], unknownKey(key, Object.keys(entries)));
    else checkGroups(known, below, [...path, key], problems);
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearestKey(key, known);
  return near === undefined
    ? `unknown key; the keys here are ${known.join(', ')}`
    : `unknown key; did you mean ${near}?`;
}

function addIssue(
  root: Setting<unknown>,
  value: unknown,
  issue: v.BaseIssue<unknown>,
  problems: ProblemList,
): void {
  if (issue.expected === 'never') return;
  const steps = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  const place = placeAt(root, value, steps);
  const {
    what = 'a group of keys',
    each,
    words = [],
    secret = false,
    address = false,
  } = factsOf(place.setting);
  const step = steps[place.path.length];
  if (each !== undefined && step !== undefined && isMapping(place.value)) {
    const found = place.value[step];
    problems.add([...place.path, step], `expected ${each}, found ${kindOf(found)}`);
    return;
  }
  const expected = issue.type === 'raw_check' ? issue.message : `expected ${what}`;
  if (address && !looksLikeAddress(place.value)) problems.hide(place.path);
  const found = secret ? hidden(place.value) : shown(place.value, words, place.path, problems);
  problems.add(place.path, `${expected}, found ${found}`);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function kindOf(value: unknown): string {
  return isNothing(value) ? 'nothing' : Array.isArray(value) ? 'list' : typeof value;
}

function looksLikeAddress(value: unknown): boolean {
  return typeof value !== 'string' || /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
}

function hidden(value: unknown): string {
  if (isNothing(value)) return 'nothing';
  return `a ${isMapping(value) ? 'group of keys' : kindOf(value)} (not shown)`;
}

function shown(value: unknown, words: readonly string[], path: ConfigPath, problems: ProblemList): string {
  if (isNothing(value)) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a group of keys';
  if (typeof value !== 'string') return String(value);
  const near = nearest(value, words);
  return `${problems.quote(path, value)}${near === undefined ? '' : `; did you mean ${near}?`}`;
}
