import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('PageInfo', { description: 'Where a page stands in its list.' })
export class PageInfoType {
  @Field(() => Boolean, {
    description:
      'Whether rows follow this page. A source that failed may hold more that is not known; see `complete`.',
  })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: 'Whether this page was asked for with a cursor, so that rows may precede it.',
  })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last row, for `after` of the next page; null on an empty page.',
  })
  readonly endCursor!: string | null;
}
