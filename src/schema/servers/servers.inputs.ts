import { Field, ID, InputType } from '@nestjs/graphql';
import type { Product } from '../../core/model/server.js';
import { ProductEnum } from '../shared/product.enum.js';
import { TagInput } from '../shared/tag.input.js';

@InputType('ReportScope', { description: 'Which servers; every given condition must hold.' })
export class ReportScope {
  @Field(() => [ID], { nullable: true, description: 'One of these servers (ids of BackupServer).' })
  readonly servers?: string[] | null;

  @Field(() => [ProductEnum], { nullable: true, description: 'Servers of one of these products.' })
  readonly products?: Product[] | null;

  @Field(() => [TagInput], { nullable: true, description: 'Servers that carry all of these tags.' })
  readonly tags?: TagInput[] | null;
}
