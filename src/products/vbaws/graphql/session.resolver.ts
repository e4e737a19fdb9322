import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { VbAwsAdapter } from '../vbaws-adapter.js';
import { VbAwsRestoredItemType } from './resource.type.js';
import { VbAwsSession } from './session.type.js';

type RestoredItemOrder = 'NAME_ASC' | 'NAME_DESC' | 'REGION_ASC' | 'REGION_DESC';

const VbAwsRestoredItemOrderEnum = describedEnum<RestoredItemOrder>(
  'VbAwsRestoredItemOrder',
  'Order of restored items (Sort).',
  {
    NAME_ASC: 'By name, A first (nameAsc).',
    NAME_DESC: 'By name, Z first (nameDesc).',
    REGION_ASC: 'By region, A first (regionAsc).',
    REGION_DESC: 'By region, Z first (regionDesc).',
  },
);

const UPSTREAM_ORDER: Readonly<Record<RestoredItemOrder, string>> = {
  NAME_ASC: 'nameAsc',
  NAME_DESC: 'nameDesc',
  REGION_ASC: 'regionAsc',
  REGION_DESC: 'regionDesc',
};

@Resolver(() => VbAwsSession)
export class VbAwsSessionResolver {
  @ResolveField(() => [VbAwsRestoredItemType], {
    nullable: true,
    description:
      'What it restored (GET /sessions/{restoreSessionId}/restoredItems): one upstream call a restore session. [] for other sessions, without a call. null: could not be read; see errors.',
  })
  async restoredItems(
    @Parent() { record, reader }: VbAwsSession,
    @Args('search', {
      type: () => String,
      nullable: true,
      description: 'Only items whose name matches this pattern (SearchPattern). Absent: all.',
    })
    search: string | null,
    @Args('orderBy', {
      type: () => VbAwsRestoredItemOrderEnum,
      nullable: true,
      description: "In which order (Sort). Absent: the appliance's own.",
    })
    order: RestoredItemOrder | null,
  ): Promise<VbAwsRestoredItemType[]> {
    if (record.kind !== 'RESTORE') return [];
    const wish = { search: search ?? null, sort: order ? UPSTREAM_ORDER[order] : null };
    const items = await reader.dataset(
      VbAwsAdapter,
      JSON.stringify(['restoredItems', record.nativeId, wish]),
      (adapter, scope) => adapter.restoredItems(record.nativeId, wish, scope),
    );
    return items.map((item) => new VbAwsRestoredItemType(item, reader));
  }
}
