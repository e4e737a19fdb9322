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

/** What directives decide about: left out as soon as one of the nodes around it, or itself, is. */
interface Guarded {
  readonly guards: readonly Pick<FieldNode, 'directives'>[];
}

interface PlacedField extends Guarded {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly parentType: string;
}

interface UsedFragment extends Guarded {
  readonly name: string;
}

/** What stands in one operation or fragment, whatever the variables are. */
interface Contents {
  readonly fields: readonly PlacedField[];
  readonly fragments: readonly UsedFragment[];
}

/** Kept with the nodes of the document, which are of one schema. */
const known = new WeakMap<ExecutableDefinitionNode, Contents>();

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
  const isIn = ({ guards }: Guarded): boolean =>
    variables === null || guards.every((node) => isIncluded(node, variables));

  const visitDefinition = (definition: ExecutableDefinitionNode): void => {
    const { fields, fragments } = contentsOf(schema, definition);
    for (const placed of fields) if (isIn(placed)) visitor(placed.node, placed.field, placed.parentType);
    for (const used of fragments) {
      const fragment = unvisited.get(used.name);
      if (fragment === undefined || !isIn(used)) continue;
      unvisited.delete(used.name);
      visitDefinition(fragment);
    }
  };
  visitDefinition(operation);
}

function contentsOf(schema: GraphQLSchema, definition: ExecutableDefinitionNode): Contents {
  const contents = known.get(definition) ?? read(schema, definition);
  known.set(definition, contents);
  return contents;
}

function read(schema: GraphQLSchema, definition: ExecutableDefinitionNode): Contents {
  const types = new TypeInfo(schema);
  const fields: PlacedField[] = [];
  const fragments: UsedFragment[] = [];
  const around: Pick<FieldNode, 'directives'>[] = [];
  const enter = (node: Pick<FieldNode, 'directives'>): void => {
    if (node.directives?.length) around.push(node);
  };
  const leave = (node: Pick<FieldNode, 'directives'>): void => {
    if (node.directives?.length) around.pop();
  };
  const visitor = visitWithTypeInfo(types, {
    Field: {
      enter: (node) => {
        enter(node);
        const field = types.getFieldDef();
        const parentType = types.getParentType()?.name;
        if (field && parentType !== undefined) fields.push({ node, field, parentType, guards: [...around] });
      },
      leave,
    },
    InlineFragment: { enter, leave },
    FragmentSpread: {
      enter: (node) => {
        enter(node);
        fragments.push({ name: node.name.value, guards: [...around] });
      },
      leave,
    },
  });
  visit(definition, visitor);
  return { fields, fragments };
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return fragments;
}
