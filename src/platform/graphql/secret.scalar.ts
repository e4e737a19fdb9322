import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { ValueNode } from 'graphql';

const EXPECTED = 'Secret expects a text';

function fromValue(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(EXPECTED);
}

/** Throws a GraphQLError, since any other error is reported together with the value. */
function fromLiteral(node: ValueNode): string {
  if (node.kind === Kind.STRING) return node.value;
  throw new GraphQLError(EXPECTED, { nodes: node });
}

export const SecretScalar = new GraphQLScalarType<string, never>({
  name: 'Secret',
  description:
    'A password, a key or the like, as text; taken in only. It is passed on to the server it is for, and never logged, stored or shown again, not even in an error.',
  serialize: () => {
    throw new TypeError('a Secret is never shown');
  },
  parseValue: fromValue,
  parseLiteral: fromLiteral,
});
