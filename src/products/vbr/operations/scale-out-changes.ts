import type { CallScope } from '../../../core/ports/call-scope.js';
import type { VbrChangeSender } from '../change-sender.js';
import type { VbrSessionRecord } from '../model.js';
import { isAtLeast } from '../revision.js';
import { id, many, object, part } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';
import { merged } from './merge.js';
import { toPatch } from './scale-out-patch.js';
import type { ScaleOutWish, Wording } from './scale-out-patch.js';
import { checkRevision } from './scale-out-revisions.js';
import { checkScaleOut, idsOf } from './scale-out-rules.js';

const ROOT = '/api/v1/backupInfrastructure/scaleOutRepositories';

/** What can be done with extents; the words are those of the paths. */
export type ExtentMode =
  'enableSealedMode' | 'disableSealedMode' | 'enableMaintenanceMode' | 'disableMaintenanceMode';

type IdOf = Wording['idOf'];
type Outcome = Promise<VbrSessionRecord | null>;

/** Checks the wish for a new one without asking anybody. Throws Refusal. */
export function checkNewScaleOut(wish: ScaleOutWish, idOf: IdOf): void {
  const body = toPatch(wish, { idOf, lowerDays: false });
  checkScaleOut(body, body);
}

export function createScaleOut(
  changes: VbrChangeSender,
  wish: ScaleOutWish,
  idOf: IdOf,
  scope: CallScope,
): Outcome {
  return changes.send({ method: 'POST', path: ROOT, json: patchFor(changes, wish, idOf) }, scope);
}

/** `names` are those of the repositories the wish names, by native id: an extent must be sent with its name. */
export function editScaleOut(
  changes: VbrChangeSender,
  nativeId: string,
  wish: ScaleOutWish,
  { idOf, names }: { readonly idOf: IdOf; readonly names: ReadonlyMap<string, string> },
  scope: CallScope,
): Outcome {
  const apply = (current: JsonObject): JsonObject => {
    const patch = patchFor(changes, wish, idOf);
    const next = withFormerExtents(merged(current, patch), current, names);
    checkScaleOut(next, patch);
    return next;
  };
  return changes.replace(pathOf(nativeId), apply, scope);
}

export async function removeScaleOut(
  changes: VbrChangeSender,
  nativeId: string,
  deleteBackups: boolean,
  scope: CallScope,
): Promise<void> {
  await changes.send({ method: 'DELETE', path: pathOf(nativeId), query: { deleteBackups } }, scope);
}

export function setExtentMode(
  changes: VbrChangeSender,
  nativeId: string,
  mode: ExtentMode,
  repositoryIds: readonly string[],
  scope: CallScope,
): Outcome {
  const path = `${pathOf(nativeId)}/${mode}`;
  return changes.send({ method: 'POST', path, json: { repositoryIds } }, scope);
}

function patchFor({ revision }: VbrChangeSender, wish: ScaleOutWish, idOf: IdOf): JsonObject {
  const spoken = revision ?? '';
  const patch = toPatch(wish, { idOf, lowerDays: !isAtLeast(spoken, '1.3-rev1') });
  checkRevision(patch, spoken);
  return patch;
}

/** New extents get their names; those that leave take their placement setting along. */
function withFormerExtents(
  next: JsonObject,
  current: JsonObject,
  names: ReadonlyMap<string, string>,
): JsonObject {
  const performance = part(next['performanceTier']);
  const placement = part(next['placementPolicy']);
  const performanceExtents = many(performance['performanceExtents'], object).map((extent) => ({
    ...extent,
    name: extent['name'] ?? names.get(id(extent['id']) ?? '') ?? extent['id'],
  }));
  const staying = new Set(idsOf(performanceExtents));
  const former = idsOf(part(current['performanceTier'])['performanceExtents']);
  const gone = new Set(former.filter((key) => !staying.has(key)));
  const settings = many(placement['settings'], object).filter(
    ({ extentId }) => !gone.has(id(extentId) ?? ''),
  );
  return {
    ...next,
    performanceTier: { ...performance, performanceExtents },
    ...('settings' in placement ? { placementPolicy: { ...placement, settings } } : {}),
  };
}

function pathOf(nativeId: string): string {
  return `${ROOT}/${encodeURIComponent(nativeId)}`;
}
