import type { UserError } from '../../../core/errors/refusal.js';
import { Refusal, userError } from '../../../core/errors/refusal.js';
import type { RepositorySettings } from '../graphql/repository-settings.inputs.js';
import { isAtLeast } from '../revision.js';
import { object } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';
import type { Layout } from './repository-layouts.js';
import type { Body, Revision, Setting } from './repository-setting.js';

/** What every repository has, whatever its storage; undefined: it stays as it is. */
export interface RepositoryBase {
  readonly name?: string;
  readonly description?: string;
  readonly uniqueId?: string;
}

/** Where settings stand in the input, for refusals. */
type Path = readonly string[];

/**
 * The body that creates a repository. Throws Refusal for what the storage or the revision does not have, or cannot do without.
 */
export function newRepository(
  layout: Layout,
  base: RepositoryBase,
  settings: RepositorySettings,
  revision: string,
  path: Path,
): Body {
  requireRevision(layout, revision, path);
  requireSettings(layout, settings, revision, path);
  const body: Body = { description: '', ...base, type: layout.type };
  layout.fresh?.(body);
  applySettings(body, layout, settings, revision, path);
  return body;
}

/** The body that replaces a repository. Throws Refusal as above; what is not spoken of stays as the server told it. */
export function editedRepository(
  current: JsonObject,
  layout: Layout,
  base: RepositoryBase,
  settings: RepositorySettings,
  revision: string,
  path: Path,
): Body {
  requireRevision(layout, revision, null);
  const body: Body = { ...structuredClone(current), ...base };
  applySettings(body, layout, settings, revision, path);
  return body;
}

function applySettings(
  body: Body,
  layout: Layout,
  settings: RepositorySettings,
  revision: string,
  path: Path,
): void {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const errors = given.flatMap(([name, value]) => problemOf(layout, name, value, revision, [...path, name]));
  if (errors.length > 0) throw new Refusal(errors);
  for (const [name, value] of given)
    naming([...path, name], () => settingOf(layout, name)?.write(body, value, revision));
}

/** A value may be one that the storage or revision does not take: the refusal names its field. */
function naming(field: Path, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw error instanceof Refusal ? error.about({ field }) : error;
  }
}

function problemOf(layout: Layout, name: string, value: unknown, revision: string, field: Path): UserError[] {
  const setting = settingOf(layout, name);
  if (setting === undefined)
    return [problem('INVALID_INPUT', `repositories of type ${layout.type} have no ${name}`, field)];
  if (value === null && setting.nullable !== true)
    return [problem('INVALID_INPUT', `${name} cannot be null`, field)];
  if (tooOld(setting.since, revision)) return [unsupported(name, setting.since, revision, field)];
  return Object.entries(setting.partsSince ?? {}).flatMap(([part, since]) =>
    object(value)?.[part] != null && tooOld(since, revision)
      ? [unsupported(`${name}.${part}`, since, revision, [...field, part])]
      : [],
  );
}

function tooOld(since: Revision | undefined, revision: string): since is Revision {
  return since !== undefined && !isAtLeast(revision, since);
}

function unsupported(name: string, since: Revision, revision: string, field: Path): UserError {
  const message = `${name} needs revision ${since} or newer; the server is spoken to in ${revision}`;
  return problem('UNSUPPORTED', message, field);
}

/** `field`: what names the storage; null: the repository itself. */
function requireRevision({ type, since }: Layout, revision: string, field: Path | null): void {
  if (isAtLeast(revision, since)) return;
  throw Refusal.of(
    'UNSUPPORTED',
    `repositories of type ${type} need revision ${since} or newer; the server is spoken to in ${revision}`,
    { field },
  );
}

function requireSettings(layout: Layout, settings: RepositorySettings, revision: string, path: Path): void {
  const given = new Map(Object.entries(settings));
  const missing = Object.entries(layout.settings).filter(
    ([name, { needed }]) => needed !== undefined && isWithin(needed, revision) && given.get(name) == null,
  );
  if (missing.length === 0) return;
  throw new Refusal(
    missing.map(([name]) =>
      problem('INVALID_INPUT', `${name} is required at revision ${revision}`, [...path, name]),
    ),
  );
}

function isWithin({ since, before }: NonNullable<Setting<unknown>['needed']>, revision: string): boolean {
  return !tooOld(since, revision) && (before === undefined || !isAtLeast(revision, before));
}

function settingOf({ settings }: Layout, name: string): Setting<unknown> | undefined {
  return new Map<string, Setting<unknown>>(Object.entries(settings)).get(name);
}

function problem(code: UserError['code'], message: string, field: Path): UserError {
  return userError(code, message, { field });
}
