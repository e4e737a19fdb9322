import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { VbrRetention, VbrSelectedObject } from '../model.js';

@ObjectType('VbrSelectedObject', {
  description:
    'Something a VBR job protects or leaves out: a machine, a container of machines, a share, a bucket.',
})
export class VbrSelectedObjectType implements VbrSelectedObject {
  @Field(() => String, {
    description: 'Its name; path or bucket of files and object storage; the id of an Entra ID tenant.',
  })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what it is (VirtualMachine, Folder, ProtectionGroup …). null: not told.",
  })
  readonly type!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The product's word for the platform (VSphere, HyperV, Agent …). null: not told.",
  })
  readonly platform!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The server that manages it, such as the vCenter (hostName). null: not told.',
  })
  readonly hostName!: string | null;

  @Field(() => String, { nullable: true, description: 'Its id in its own platform. null: not told.' })
  readonly objectId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its size in the words and number format of the server ("43.5 GB"). null: not told.',
  })
  readonly size!: string | null;
}

@ObjectType('VbrGfsRetention', {
  description:
    'How long full backups of a week, month or year are kept beside the ordinary retention (gfsPolicy).',
})
class VbrGfsRetentionType {
  @Field(() => Int, { nullable: true, description: 'Weeks for which weekly ones are kept. null: none are.' })
  readonly weeks!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Months for which monthly ones are kept. null: none are.',
  })
  readonly months!: number | null;

  @Field(() => Int, { nullable: true, description: 'Years for which yearly ones are kept. null: none are.' })
  readonly years!: number | null;
}

@ObjectType('VbrArchiveRetention', {
  description: 'How long file versions stay in the archive repository (archiveRetentionPolicy).',
})
class VbrArchiveRetentionType {
  @Field(() => Int, { description: 'How many units.' })
  readonly quantity!: number;

  @Field(() => String, { description: "The unit, in the product's word: Months or Years." })
  readonly unit!: string;
}

@ObjectType('VbrRetention', { description: 'How long a VBR job keeps what it wrote (retentionPolicy).' })
export class VbrRetentionType implements VbrRetention {
  @Field(() => Int, { description: 'How many units.' })
  readonly quantity!: number;

  @Field(() => String, {
    description: "The unit, in the product's word: RestorePoints, Days, Months or Years.",
  })
  readonly unit!: string;

  @Field(() => VbrGfsRetentionType, {
    nullable: true,
    description: 'What is kept for longer. null: nothing is, or not told.',
  })
  readonly gfs!: VbrRetention['gfs'];

  @Field(() => VbrArchiveRetentionType, {
    nullable: true,
    description: 'How long the archive repository keeps versions. null: there is none.',
  })
  readonly archive!: VbrRetention['archive'];
}
