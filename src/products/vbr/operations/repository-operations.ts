import { Refusal } from '../../../core/errors/refusal.js';
import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { VbrChangeSender } from '../change-sender.js';
import type { RepositorySettings } from '../graphql/repository-settings.inputs.js';
import type { VbrSessionRecord } from '../model.js';
import { isAtLeast } from '../revision.js';
import { anyText } from '../../../platform/products-kit/values.js';
import { editedRepository, newRepository } from './repository-body.js';
import type { RepositoryBase } from './repository-body.js';
import { LAYOUTS, layoutOf } from './repository-layouts.js';
import type { StorageKind } from './repository-layouts.js';

const REPOSITORIES = '/api/v1/backupInfrastructure/repositories';

/** A repository to create. */
export interface NewRepository {
  readonly base: RepositoryBase;
  readonly kind: StorageKind;
  readonly settings: RepositorySettings;
  /** undefined: not asked for. */
  readonly importBackup: boolean | undefined;
  readonly importIndex: boolean | undefined;
  /** Whether storage that another server owns is taken over. */
  readonly overwriteOwner: boolean;
}

/** Throws Refusal; so do the others. */
export async function createRepository(
  sender: VbrChangeSender,
  wanted: NewRepository,
  scope: CallScope,
): Promise<VbrSessionRecord | null> {
  const revision = await spokenRevision(sender, scope);
  const { base, kind, settings, overwriteOwner } = wanted;
  const imports = importsOf(wanted, revision);
  const body = newRepository(LAYOUTS[kind], base, settings, revision, ['input', 'storage', kind]);
  return sender.send(
    {
      method: 'POST',
      path: REPOSITORIES,
      json: { ...body, ...imports },
      ...(overwriteOwner && { query: { overwriteOwner } }),
    },
    scope,
  );
}

/** Changes what is given and leaves the rest as the server has it; a CONFLICT when somebody else changes it at the same time. */
export async function editRepository(
  sender: VbrChangeSender,
  nativeId: string,
  base: RepositoryBase,
  settings: RepositorySettings,
  scope: CallScope,
): Promise<VbrSessionRecord | null> {
  return sender.replace(
    pathOf(nativeId),
    (current) => {
      const revision = known(sender.revision);
      const type = anyText(current['type']);
      const layout = layoutOf(type);
      if (layout === undefined)
        throw Refusal.of(
          'UNSUPPORTED',
          `revision ${revision} cannot edit repositories of type ${type ?? 'Unknown'}`,
        );
      return editedRepository(current, layout, base, settings, revision, ['input', 'settings']);
    },
    scope,
  );
}

/** `confirm` is given the repository as it is just before it goes. */
export async function removeRepository(
  sender: VbrChangeSender,
  nativeId: string,
  options: { readonly deleteBackups: boolean; readonly confirm: (current: { name: string }) => void },
  scope: CallScope,
): Promise<void> {
  const current = await sender.read(pathOf(nativeId), scope);
  options.confirm({ name: anyText(current['name']) ?? '' });
  const { deleteBackups } = options;
  await sender.send({ method: 'DELETE', path: pathOf(nativeId), query: { deleteBackups } }, scope);
}

function importsOf({ importBackup, importIndex }: NewRepository, revision: string): object {
  const imports = { importBackup, importIndex };
  const [unknown] = Object.entries(imports).filter(([, value]) => value !== undefined);
  if (unknown !== undefined && !isAtLeast(revision, '1.3-rev0'))
    throw Refusal.of(
      'UNSUPPORTED',
      `${unknown[0]} needs revision 1.3-rev0 or newer; the server is spoken to in ${revision}`,
      {
        field: ['input', unknown[0]],
      },
    );
  return imports;
}

/** The revision is agreed on at sign-in, which the first call brings about. */
async function spokenRevision(sender: VbrChangeSender, scope: CallScope): Promise<string> {
  if (sender.revision === null) await sender.read('/api/v1/serverTime', scope);
  return known(sender.revision);
}

function known(revision: string | null): string {
  if (revision !== null) return revision;
  throw new SourceFailure('BAD_RESPONSE', 'no REST revision was agreed on at sign-in');
}

function pathOf(nativeId: string): string {
  return `${REPOSITORIES}/${encodeURIComponent(nativeId)}`;
}
