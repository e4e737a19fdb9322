import { Field, ObjectType } from '@nestjs/graphql';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import { regionNames } from './datasets.js';

@ObjectType('VbAwsRegion', { description: 'An AWS region as a VB_AWS appliance knows it.' })
export class VbAwsRegionType {
  private constructor(
    private readonly reader: ServerReader,
    private readonly regionId: string | null,
    private readonly knownName: string | null,
  ) {}

  /** null: neither an id nor a name is told. `knownName` saves asking for it. */
  static of(
    reader: ServerReader,
    id: string | null,
    knownName: string | null = null,
  ): VbAwsRegionType | null {
    return id === null && knownName === null ? null : new VbAwsRegionType(reader, id, knownName);
  }

  @Field(() => String, {
    nullable: true,
    description: "The appliance's own id of the region. null: not told.",
  })
  get nativeId(): string | null {
    return this.regionId;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Code or name as the appliance writes it ("us-east-1"). Where the row does not carry it, it is read from GET /cloudInfrastructure/regions, once a server and operation. null: the list does not have it; with an entry in errors: the list could not be read.',
  })
  get name(): string | null | Promise<string | null> {
    if (this.knownName !== null || this.regionId === null) return this.knownName;
    const { regionId } = this;
    return regionNames(this.reader).then((names) => names.get(regionId) ?? null);
  }
}
