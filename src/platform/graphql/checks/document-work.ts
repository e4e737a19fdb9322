import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';

/** What is selected at one place of an answer: by response key the selections below it, and how often each key comes. */
interface Place {
  readonly below: Map<string, SelectionSetNode[]>;
  readonly counts: Map<string, number>;
  readonly fragments: Set<string>;
  /** Inline fragments inside each other. */
  nesting: number;
}

/**
 * How much work it is to validate a document. The rule that fields of one name must be mergeable compares each with each, in each
 * inline fragment anew, and fragments likewise; all other rules take as long as the document is. Stops counting behind `most`.
 */
export function validationWork({ definitions }: DocumentNode, most: number): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  let work = 0;

  const gather = (set: SelectionSetNode, place: Place, nesting: number): void => {
    place.nesting = Math.max(place.nesting, nesting);
    for (const node of set.selections) {
      work += 1;
      if (work > most) return;
      if (node.kind === Kind.INLINE_FRAGMENT) gather(node.selectionSet, place, nesting + 1);
      else if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        place.counts.set(key, (place.counts.get(key) ?? 0) + 1);
        if (node.selectionSet) {
          const below = place.below.get(key);
          if (below === undefined) place.below.set(key, [node.selectionSet]);
          else below.push(node.selectionSet);
        }
      } else if (!place.fragments.has(node.name.value)) {
        place.fragments.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment) gather(fragment.selectionSet, place, nesting);
      }
    }
  };

  const around = new Set<SelectionSetNode>();
  const count = (sets: readonly SelectionSetNode[]): void => {
    const place: Place = { below: new Map(), counts: new Map(), fragments: new Set(), nesting: 1 };
    for (const set of sets) gather(set, place, 1);
    for (const times of place.counts.values()) work += times > 1 ? times ** 2 * place.nesting : 0;
    work += place.fragments.size ** 2;
    for (const inner of place.below.values()) {
      if (work > most) return;
      // A fragment inside itself is for the validation to refuse.
      const fresh = inner.filter((set) => !around.has(set));
      for (const set of fresh) around.add(set);
      if (fresh.length > 0) count(fresh);
      for (const set of fresh) around.delete(set);
    }
  };

  for (const definition of definitions)
    if ('selectionSet' in definition && definition.selectionSet) count([definition.selectionSet]);
  return work;
}
