import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective } from 'graphql';

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
    if (!isIncluded(node, info)) continue;
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

function isIncluded(node: Pick<FieldNode, 'directives'>, info: GraphQLResolveInfo): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues);
  return skip?.['if'] !== true && include?.['if'] !== false;
}
