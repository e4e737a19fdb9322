import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
} from 'graphql';
import { typeFromAST } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  NamedTypeNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { Variables } from '../selection.js';

/** What a document's selections mean: its fragments, and the variables that its @skip and @include read. */
export interface SelectionScope {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly conditions: Variables;
}

/** The nodes selected for an object of `type`, by response key and in the order of the answer (CollectFields of the specification). */
export function collectFields(
  scope: SelectionScope,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const selectionSet of selectionSets) collect(scope, type, selectionSet, fields, visited);
  return fields;
}

function collect(
  scope: SelectionScope,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  fields: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  for (const node of selectionSet.selections) {
    if (!isIncluded(node, scope.conditions)) continue;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const nodes = fields.get(key);
      if (nodes === undefined) fields.set(key, [node]);
      else nodes.push(node);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      if (applies(scope, type, node.typeCondition)) collect(scope, type, node.selectionSet, fields, visited);
    } else if (!visited.has(node.name.value)) {
      visited.add(node.name.value);
      const fragment = scope.fragments[node.name.value];
      if (fragment !== undefined && applies(scope, type, fragment.typeCondition))
        collect(scope, type, fragment.selectionSet, fields, visited);
    }
  }
}

/** As graphql-js asks: @include is not looked at where @skip leaves out. */
function isIncluded(node: SelectionNode, conditions: Variables): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, conditions)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, conditions)?.['if'] !== false;
}

function applies(
  { schema }: SelectionScope,
  type: GraphQLObjectType,
  condition: NamedTypeNode | undefined,
): boolean {
  if (condition === undefined) return true;
  const conditional = typeFromAST(schema, condition);
  return conditional === type || (isAbstractType(conditional) && schema.isSubType(conditional, type));
}
