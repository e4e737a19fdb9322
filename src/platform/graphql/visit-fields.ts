import { Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type {
  DocumentNode,
  ExecutableDefinitionNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Variables } from './selection.js';
import { isIncluded } from './selection.js';

export type FieldVisitor = (
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  parentType: string,
) => void;

/**
 * Visits every field of an operation and of the fragments it uses, each fragment once. @skip and @include count when the coerced
 * variables are given; with null nothing is left out.
 */
export function visitFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables | null,
  visitor: FieldVisitor,
): void {
  const unvisited = fragmentsOf(document);
  const types = new TypeInfo(schema);
  const isIn = (node: Pick<FieldNode, 'directives'>): boolean =>
    variables === null || isIncluded(node, variables);

  const visitDefinition = (definition: ExecutableDefinitionNode): void => {
    const used: FragmentDefinitionNode[] = [];
    const visitNodes = visitWithTypeInfo(types, {
      Field: (node) => {
        if (!isIn(node)) return false;
        const field = types.getFieldDef();
        const parent = types.getParentType();
        if (field && parent) visitor(node, field, parent.name);
        return undefined;
      },
      InlineFragment: (node) => (isIn(node) ? undefined : false),
      FragmentSpread: (node) => {
        const fragment = unvisited.get(node.name.value);
        if (fragment === undefined || !isIn(node)) return;
        unvisited.delete(node.name.value);
        used.push(fragment);
      },
    });
    visit(definition, visitNodes);
    for (const fragment of used) visitDefinition(fragment);
  };
  visitDefinition(operation);
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return fragments;
}
