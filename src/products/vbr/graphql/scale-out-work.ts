import { Refusal } from '../../../core/errors/refusal.js';
import { findRepository } from '../../../core/federation/actions.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { SessionRecord } from '../../../core/model/session.js';
import { validInput } from '../../../platform/graphql/validate-input.js';
import { refuseEmptyEdit } from '../../../schema/changes/empty-edit.js';
import { repositoryNow } from '../../../schema/changes/repository-now.js';
import type { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { Operation } from '../../../schema/shared/operation.js';
import { VBR_SCALE_OUT_REPOSITORY, isScaleOut } from '../model.js';
import type { VbrScaleOutRepositoryRecord } from '../model.js';
import {
  checkNewScaleOut,
  createScaleOut,
  editScaleOut,
  removeScaleOut,
  setExtentMode,
} from '../operations/scale-out-changes.js';
import type { ExtentMode } from '../operations/scale-out-changes.js';
import { toPatch } from '../operations/scale-out-patch.js';
import { confirmName, findServer, targetOfType } from '../../../schema/changes/change-target.js';
import { changeVbr } from './change-support.js';
import { ExtentIds } from './extent-ids.js';
import {
  VbrCreateScaleOutRepositoryInput,
  VbrEditScaleOutRepositoryInput,
  VbrRemoveScaleOutRepositoryInput,
  VbrScaleOutExtentsInput,
} from './scale-out.inputs.js';

const REPOSITORY = ['input', 'repository'];
const SERVER = ['input', 'server'];

type Outcome = Promise<SessionRecord | null>;

export async function create({ fleet }: Operation, raw: VbrCreateScaleOutRepositoryInput): Outcome {
  const input = validInput(VbrCreateScaleOutRepositoryInput, raw);
  const reader = findServer(fleet, 'VBR', input.server, SERVER);
  const extents = new ExtentIds(reader);
  checkNewScaleOut(input, extents.idOf);
  await extents.names();
  return changeVbr(reader, (adapter, scope) => createScaleOut(adapter.changes, input, extents.idOf, scope));
}

export async function edit(operation: Operation, raw: VbrEditScaleOutRepositoryInput): Outcome {
  const input = validInput(VbrEditScaleOutRepositoryInput, raw);
  targetOfType(VBR_SCALE_OUT_REPOSITORY, input.repository, REPOSITORY);
  refuseEmptyEdit(input, 'repository');
  const { reader, record } = await findScaleOut(operation, input.repository);
  const extents = new ExtentIds(reader);
  // Names every id of the input, so that those which nothing has are found before anything is asked for.
  toPatch(input, { idOf: extents.idOf, lowerDays: false });
  const names = await extents.names();
  return changeVbr(reader, (adapter, scope) =>
    editScaleOut(adapter.changes, record.nativeId, input, { idOf: extents.idOf, names }, scope),
  );
}

export async function remove(operation: Operation, raw: VbrRemoveScaleOutRepositoryInput): Outcome {
  const input = validInput(VbrRemoveScaleOutRepositoryInput, raw);
  const { repository, confirmName: confirmed, deleteBackups } = input;
  const { reader, record } = await findScaleOut(operation, repository);
  confirmName(confirmed, record.name);
  await changeVbr(reader, (adapter, scope) =>
    removeScaleOut(adapter.changes, record.nativeId, deleteBackups, scope),
  );
  return null;
}

export async function changeMode(
  operation: Operation,
  mode: ExtentMode,
  raw: VbrScaleOutExtentsInput,
): Outcome {
  const input = validInput(VbrScaleOutExtentsInput, raw);
  const { reader, record } = await findScaleOut(operation, input.repository);
  const extents = new ExtentIds(reader);
  const fields = input.extents.map((_, index) => ['input', 'extents', String(index)]);
  const ids = input.extents.map((id, index) => extents.idOf(id, fields[index] ?? []));
  await extents.names();
  const own = new Set(record.native.extents.map(({ id }) => id));
  const stranger = ids.findIndex((id) => !own.has(id));
  if (stranger >= 0)
    throw Refusal.of('INVALID_INPUT', `this repository is no extent of ${record.name}`, {
      field: fields[stranger] ?? [],
    });
  return changeVbr(reader, (adapter, scope) =>
    setExtentMode(adapter.changes, record.nativeId, mode, ids, scope),
  );
}

/** The scale-out repository after a change; null: there is none with this id. */
export async function scaleOutNow(operation: Operation, id: string): Promise<RepositoryType | null> {
  try {
    return await repositoryNow(operation, targetOfType(VBR_SCALE_OUT_REPOSITORY, id, REPOSITORY));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** The new scale-out repository, found by its name; null: it is not there (yet). */
export async function createdNow(
  operation: Operation,
  { server, name }: VbrCreateScaleOutRepositoryInput,
): Promise<RepositoryType | null> {
  try {
    const { value } = await findServer(operation.fleet, 'VBR', server, SERVER).repositories();
    const record = value.items.find((item) => isScaleOut(item) && item.name === name.trim());
    return record === undefined ? null : operation.repository(record);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function findScaleOut(
  { fleet }: Operation,
  id: string,
): Promise<{ reader: ServerReader; record: VbrScaleOutRepositoryRecord }> {
  const target = targetOfType(VBR_SCALE_OUT_REPOSITORY, id, REPOSITORY);
  const { reader, record } = await findRepository(fleet, target);
  if (isScaleOut(record)) return { reader, record };
  throw Refusal.of('NOT_FOUND', 'there is no scale-out repository with this id', { field: REPOSITORY });
}
