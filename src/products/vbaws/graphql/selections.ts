import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { ProtectedSelection } from '../../../core/model/policy-terms.js';
import type { ItemSelection, VbAwsPolicyNative } from '../mappers/policy-native.js';
import { regionNames } from './datasets.js';

type Named = Pick<ProtectedSelection, 'name' | 'type'>;

/** What a policy takes in and leaves out: resources and tags by the appliance's own ids, or else whole regions. */
export async function selectionsOf(
  native: VbAwsPolicyNative,
  reader: ServerReader,
): Promise<readonly ProtectedSelection[]> {
  if (native.kind === 'VPC') return taken(native.regions.map(({ id, name }) => region(name ?? id)));
  const { selected, excluded, organization } = native;
  const named = selected === null ? [] : itemsOf(selected);
  const members = (organization?.excludedMembers ?? []).map((name) => ({ name, type: 'Member' }));
  return [
    ...taken(named.length > 0 ? named : await regionsOf(native.regionIds, reader)),
    ...[...(excluded === null ? [] : itemsOf(excluded)), ...members].map((one) => ({
      ...one,
      excluded: true,
    })),
  ];
}

async function regionsOf(ids: readonly string[], reader: ServerReader): Promise<readonly Named[]> {
  if (ids.length === 0) return [];
  const names = await regionNames(reader);
  return ids.map((id) => region(names.get(id) ?? id));
}

function region(name: string | null): Named {
  return { name: name ?? 'Unknown', type: 'Region' };
}

function itemsOf({ resourceIds, tagIds, excludedVolumes }: ItemSelection): readonly Named[] {
  return [
    ...resourceIds.map((name) => ({ name, type: 'Resource' })),
    ...tagIds.map((name) => ({ name, type: 'Tag' })),
    ...(excludedVolumes?.excludedItems ?? []).map(({ id, type }) => ({ name: id, type: type ?? 'Volume' })),
  ];
}

function taken(named: readonly Named[]): readonly ProtectedSelection[] {
  return named.map((one) => ({ ...one, excluded: false }));
}
