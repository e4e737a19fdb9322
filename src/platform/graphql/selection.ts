import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective } from 'graphql';

/** Coerced values of an operation's variables, by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** Names of the fields selected anywhere below the resolved field, up to `depth` levels; @skip and @include are honoured. */
export function selectedFields(info: GraphQLResolveInfo, depth: number): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of info.fieldNodes) collect(node.selectionSet, depth, info, names);
  return names;
}

function collect(
  selections: SelectionSetNode | undefined,
  depth: number,
  info: GraphQLResolveInfo,
  names: Set<string>,
): void {
  if (selections === undefined || depth === 0) return;
  for (const node of selections.selections) {
    if (!isIncluded(node, info.variableValues)) continue;
    if (node.kind === 'Field') {
      names.add(node.name.value);
      collect(node.selectionSet, depth - 1, info, names);
    } else if (node.kind === 'InlineFragment') {
      collect(node.selectionSet, depth, info, names);
    } else {
      collect(info.fragments[node.name.value]?.selectionSet, depth, info, names);
    }
  }
}

/** Whether @skip and @include leave a selection in. */
export function isIncluded(node: Pick<FieldNode, 'directives'>, variables: Variables): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variables);
  return skip?.['if'] !== true && include?.['if'] !== false;
}
