import { Field, ObjectType } from '@nestjs/graphql';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { VbAwsRepositoryRecord } from '../mappers/repository.js';
import { VbAwsIdentityType } from './policy-parts.type.js';
import { VbAwsRegionType } from './region.type.js';

@ObjectType('VbAwsRepository', {
  implements: () => [RepositoryType],
  description:
    'A folder of an Amazon S3 bucket that VB_AWS backs up to (GET /repositories). The product gives no sizes and no state of it.',
})
export class VbAwsRepository extends RepositoryType<VbAwsRepositoryRecord> {
  @Field(() => String, {
    nullable: true,
    description: "The appliance's own id of the bucket (amazonBucketId). null: not told.",
  })
  get bucketId(): string | null {
    return this.record.native.bucket.id;
  }

  @Field(() => String, { nullable: true, description: 'Name of the bucket. null: not told.' })
  get bucketName(): string | null {
    return this.record.native.bucket.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Folder within the bucket (amazonStorageFolder). null: not told.',
  })
  get folder(): string | null {
    return this.record.native.folder;
  }

  @Field(() => VbAwsRegionType, {
    nullable: true,
    description: 'The AWS region of the bucket. null: not told.',
  })
  get region(): VbAwsRegionType | null {
    const { id, name } = this.record.native.region;
    return VbAwsRegionType.of(this.reader, id, name);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for the storage class (storageClass); its words are not published. null: not told.",
  })
  get storageClass(): string | null {
    return this.record.native.storageClass;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the product encrypts what it writes (enableEncryption). null: not told.',
  })
  get encrypted(): boolean | null {
    return this.record.native.encrypted;
  }

  @Field(() => VbAwsIdentityType, {
    nullable: true,
    description:
      'The AWS account it is reached through (identity; before 1.2 amazonAccountId). null: not told.',
  })
  get identity(): VbAwsIdentityType | null {
    const { identity } = this.record.native;
    return identity.nativeId === null && identity.name === null ? null : identity;
  }
}
