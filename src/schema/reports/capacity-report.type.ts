import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { RepositoryKind, RepositoryRecord } from '../../core/model/repository.js';
import type { Product, Tag } from '../../core/model/server.js';
import type { CapacityGroup, CapacityReport, CapacityStats } from '../../core/reports/capacity-report.js';
import { BytesScalar } from '../../platform/graphql/scalars.js';
import { RepositoryKindEnum } from '../repositories/repository.enums.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { Operation } from '../shared/operation.js';
import { ProductEnum } from '../shared/product.enum.js';
import { TagType } from '../shared/tag.type.js';
import { ReportedType } from './reported.type.js';

@ObjectType('CapacityStats', {
  description:
    'Sizes of repositories added up. Extents count through their scale-out repository, repositories on one volume count its capacity and free space once, and sizes that are not given add nothing.',
})
export class CapacityStatsType {
  constructor(
    stats: CapacityStats,
    readonly of: readonly RepositoryRecord[],
    readonly operation: Operation,
  ) {
    Object.assign(this, stats);
  }

  @Field(() => Int, {
    description: 'How many repositories; extents of a listed scale-out repository are not counted.',
  })
  readonly repositories!: number;

  @Field(() => BytesScalar, { description: 'Sum of the capacities that are given.' })
  readonly capacity!: number;

  @Field(() => BytesScalar, { description: 'Sum of the free space that is given.' })
  readonly free!: number;

  @Field(() => BytesScalar, { description: 'Sum of the space taken by backups that is given.' })
  readonly used!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Part of the capacity that is not free, over repositories that give both, 0 to 1. null: none does.',
  })
  readonly usedRatio!: number | null;
}

@ObjectType('CapacityGroup', {
  description:
    'Repositories that share one value of every key they are grouped by. Keys that were not asked for are null.',
})
export class CapacityGroupType {
  constructor(
    private readonly group: CapacityGroup,
    private readonly operation: Operation,
  ) {}

  @Field(() => ProductEnum, { nullable: true, description: 'Grouped by PRODUCT: the product.' })
  get product(): Product | null {
    return this.group.product;
  }

  @Field(() => BackupServerType, { nullable: true, description: 'Grouped by SERVER: the server.' })
  get server(): BackupServerType | null {
    const { server } = this.group;
    return server === null ? null : this.operation.server(this.operation.fleet.of({ server }));
  }

  @Field(() => RepositoryKindEnum, {
    nullable: true,
    description: 'Grouped by KIND: what sort of storage they are.',
  })
  get kind(): RepositoryKind | null {
    return this.group.kind;
  }

  @Field(() => TagType, {
    nullable: true,
    description: 'Grouped by TAG: the tag; null for servers without tags.',
  })
  get tag(): Tag | null {
    return this.group.tag;
  }

  @Field(() => CapacityStatsType, { description: 'The sums.' })
  get stats(): CapacityStatsType {
    return new CapacityStatsType(this.group.stats, this.group.repositories, this.operation);
  }
}

@ObjectType('CapacityReport', { description: 'Sizes of repositories, now.' })
export class CapacityReportType extends ReportedType<CapacityReport> {
  @Field(() => [CapacityGroupType], { description: 'The groups, in the order of their values, key by key.' })
  get groups(): CapacityGroupType[] {
    return this.reported.report.groups.map((group) => new CapacityGroupType(group, this.operation));
  }

  @Field(() => CapacityStatsType, { description: 'All repositories of the scope.' })
  get total(): CapacityStatsType {
    const { total, repositories } = this.reported.report;
    return new CapacityStatsType(total, repositories, this.operation);
  }
}
