import { Field, ID, InterfaceType } from '@nestjs/graphql';

/** Base of every GraphQL object that has a global id. `typeName` is the name of its concrete type. */
@InterfaceType('Node', {
  description: 'Anything with an id of its own that `node` and `nodes` can find again.',
  resolveType: (value: NodeType) => value.typeName,
})
export abstract class NodeType {
  @Field(() => ID, {
    description:
      'Opaque global id, stable across restarts and replicas. It names the server, the kind and the native id; pass it to `node`, `nodes` and filters.',
  })
  abstract readonly id: string;

  abstract readonly typeName: string;
}
