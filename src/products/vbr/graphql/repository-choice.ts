import type { ServerReader } from '../../../core/federation/server-reader.js';
import { matchesText } from '../../../core/ordering/text-match.js';
import { canonicalNativeId } from '../../../core/model/ids.js';
import type { EntityRef } from '../../../core/model/ids.js';
import type { TextCriteria } from '../../../core/ports/activity.js';
import { idArgument } from '../../../schema/shared/id-arguments.js';
import type { Choice } from '../../../schema/shared/product-list.js';
import type { StringFilter } from '../../../schema/shared/string-filter.input.js';
import { checkWords, toTextCriteria } from '../../../schema/shared/text-criteria.js';
import { canonicalType } from '../mappers/repository-types.js';
import { isScaleOut } from '../model.js';
import type { VbrRepositoryRecord } from '../model.js';
import type { VbrRepositoryFilter } from './repository-list.type.js';

type Condition = (record: VbrRepositoryRecord) => boolean;

/** What a filter asks of VBR repositories beyond server and name. Throws BadInputError; costs no call. */
export function toRepositoryChoice(filter: VbrRepositoryFilter): Choice<VbrRepositoryRecord> {
  const conditions = conditionsOf(filter);
  const membership = textOf(filter, 'scaleOutRepositoryName');
  return async (reader, records) => {
    const chosen = records.filter((record) => conditions.every((holds) => holds(record)));
    if (membership === undefined) return chosen;
    const named = await scaleOutsNamed(reader, membership);
    return chosen.filter(({ native }) => named.has(native.scaleOutRepositoryId ?? ''));
  };
}

function conditionsOf(filter: VbrRepositoryFilter): readonly Condition[] {
  const hosts = wordsOf(filter, 'hostIds', canonicalNativeId);
  const types = wordsOf(filter, 'types', canonicalType);
  const hostName = textOf(filter, 'hostName');
  const path = textOf(filter, 'path');
  const { scaleOutRepository, excludeExtents, tiers, online, outOfDate } = filter;
  const scaleOut = scaleOutRepository && idArgument(scaleOutRepository, ['filter', 'scaleOutRepository']);
  return [
    ...(hosts ? [({ native }: VbrRepositoryRecord) => hosts.has(native.hostId ?? '')] : []),
    ...(types ? [({ nativeType }: VbrRepositoryRecord) => types.has(canonicalType(nativeType))] : []),
    ...(hostName ? [({ native }: VbrRepositoryRecord) => says(native.hostName, hostName)] : []),
    ...(path ? [({ native }: VbrRepositoryRecord) => says(native.path, path)] : []),
    ...(excludeExtents === true
      ? [({ native }: VbrRepositoryRecord) => native.scaleOutRepositoryId === null]
      : []),
    ...(scaleOut ? [(record: VbrRepositoryRecord) => isExtentOf(record, scaleOut)] : []),
    ...(tiers
      ? [({ native }: VbrRepositoryRecord) => native.tier !== null && tiers.includes(native.tier)]
      : []),
    ...(online != null ? [({ native }: VbrRepositoryRecord) => native.online === online] : []),
    ...(outOfDate != null ? [({ native }: VbrRepositoryRecord) => native.outOfDate === outOfDate] : []),
  ];
}

function isExtentOf({ server, native }: VbrRepositoryRecord, scaleOut: EntityRef): boolean {
  return server === scaleOut.server && native.scaleOutRepositoryId === scaleOut.nativeId;
}

/** Native ids of the scale-out repositories with such names. */
async function scaleOutsNamed(reader: ServerReader, name: TextCriteria): Promise<ReadonlySet<string>> {
  const { value } = await reader.repositories();
  return new Set(
    value.items
      .filter((record) => isScaleOut(record) && matchesText(record.name, name))
      .map(({ nativeId }) => nativeId),
  );
}

function says(text: string | null, criteria: TextCriteria): boolean {
  return text !== null && matchesText(text, criteria);
}

function textOf(
  filter: VbrRepositoryFilter,
  field: 'hostName' | 'path' | 'scaleOutRepositoryName',
): TextCriteria | undefined {
  const condition: StringFilter | null | undefined = filter[field];
  return condition ? toTextCriteria(condition, ['filter', field]) : undefined;
}

function wordsOf(
  filter: VbrRepositoryFilter,
  field: 'hostIds' | 'types',
  form: (word: string) => string,
): ReadonlySet<string> | undefined {
  const words = filter[field];
  return words ? new Set(checkWords(words, ['filter', field]).map(form)) : undefined;
}
