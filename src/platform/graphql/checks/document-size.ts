import { Kind } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

/** How much a selection asks for with its fragments expanded, in the words of the limits. */
export interface DocumentSize {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly fields: number;
  /** Fields outside of others. */
  readonly rootFields: number;
  /** Fields and fragments, as often as something walks over them. */
  readonly selections: number;
}

const NOTHING: DocumentSize = {
  depth: 0,
  aliases: 0,
  directives: 0,
  fields: 0,
  rootFields: 0,
  selections: 0,
};

/** Measures operations. Every fragment is measured once, however often it is used; one that contains itself counts as empty there. */
export class DocumentMeasure {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly sizes = new Map<string, DocumentSize>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
  }

  operation({ selectionSet, directives = [] }: OperationDefinitionNode): DocumentSize {
    const size = this.selections(selectionSet);
    return { ...size, directives: size.directives + directives.length };
  }

  private selections(set: SelectionSetNode | undefined): DocumentSize {
    let total = NOTHING;
    for (const selection of set?.selections ?? []) total = sum(total, this.selection(selection));
    return total;
  }

  private selection(node: SelectionNode): DocumentSize {
    const inside =
      node.kind === Kind.FRAGMENT_SPREAD
        ? this.fragment(node.name.value)
        : this.selections(node.selectionSet);
    const directives = inside.directives + (node.directives?.length ?? 0);
    const selections = inside.selections + 1;
    if (node.kind !== Kind.FIELD) return { ...inside, directives, selections };
    return {
      depth: inside.depth + 1,
      aliases: inside.aliases + (node.alias ? 1 : 0),
      directives,
      fields: inside.fields + 1,
      rootFields: 1,
      selections,
    };
  }

  private fragment(name: string): DocumentSize {
    const measured = this.sizes.get(name);
    if (measured !== undefined) return measured;
    this.sizes.set(name, NOTHING);
    const size = this.selections(this.fragments.get(name)?.selectionSet);
    this.sizes.set(name, size);
    return size;
  }
}

function sum(a: DocumentSize, b: DocumentSize): DocumentSize {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    fields: a.fields + b.fields,
    rootFields: a.rootFields + b.rootFields,
    selections: a.selections + b.selections,
  };
}
