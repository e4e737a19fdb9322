import {
  GraphQLError,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  getArgumentValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { Variables } from '../selection.js';
import { isIncluded } from '../selection.js';
import { estimateOf } from './estimate.js';
import type { Surroundings } from './estimate.js';
import { asRefusal } from './refusals.js';

type Field = GraphQLField<unknown, unknown>;
type Arguments = Readonly<Record<string, unknown>>;

/** One field of an operation with the values of its arguments. */
export interface VisitedField {
  readonly node: FieldNode;
  readonly field: Field;
  readonly parent: GraphQLNamedType;
  readonly args: Arguments;
}

const NO_ARGUMENTS: Arguments = Object.freeze({});

/**
 * The one walk over what an operation will execute: shows every field to `visit`, and adds up what all may cost. A fragment is walked
 * once for each surroundings that it stands in.
 */
export class OperationWalk {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly costs = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    { definitions }: DocumentNode,
    /** null: they are not known; nothing is left out, and no arguments are read. */
    private readonly variables: Variables | null,
    private readonly visit: (visited: VisitedField) => void,
  ) {
    for (const definition of definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
  }

  /** What the operation may cost over so many servers. */
  costOf(operation: OperationDefinitionNode, servers: number): number {
    const root = this.schema.getRootType(operation.operation);
    return root ? this.selections(operation.selectionSet, root, { servers, page: null }) : 0;
  }

  private selections(
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType,
    around: Surroundings,
  ): number {
    let cost = 0;
    for (const node of selections)
      if (this.variables === null || isIncluded(node, this.variables))
        cost += this.selection(node, parent, around);
    return cost;
  }

  private selection(node: SelectionNode, parent: GraphQLNamedType, around: Surroundings): number {
    switch (node.kind) {
      case Kind.FIELD:
        return this.field(node, parent, around);
      case Kind.INLINE_FRAGMENT:
        return this.selections(
          node.selectionSet,
          this.typeOf(node.typeCondition?.name.value, parent),
          around,
        );
      case Kind.FRAGMENT_SPREAD:
        return this.fragment(node.name.value, parent, around);
    }
  }

  private fragment(name: string, parent: GraphQLNamedType, around: Surroundings): number {
    const place = `${name} ${around.servers} ${around.page}`;
    const known = this.costs.get(place);
    if (known !== undefined) return known;
    const fragment = this.fragments.get(name);
    const cost = fragment
      ? this.selections(fragment.selectionSet, this.typeOf(fragment.typeCondition.name.value, parent), around)
      : 0;
    this.costs.set(place, cost);
    return cost;
  }

  private field(node: FieldNode, parent: GraphQLNamedType, around: Surroundings): number {
    const field = this.definitionOf(node.name.value, parent);
    if (field === undefined) return 0;
    const args = this.argumentsOf(field, node);
    this.visit({ node, field, parent, args });
    const { once, rows, each, below } = estimateOf(node, field, parent, args, around);
    const inner = node.selectionSet ? this.selections(node.selectionSet, getNamedType(field.type), below) : 0;
    return once + rows * (each + inner);
  }

  private definitionOf(name: string, parent: GraphQLNamedType): Field | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  private typeOf(name: string | undefined, otherwise: GraphQLNamedType): GraphQLNamedType {
    return (name === undefined ? undefined : this.schema.getType(name)) ?? otherwise;
  }

  private argumentsOf(field: Field, node: FieldNode): Arguments {
    if (field.args.length === 0 || this.variables === null) return NO_ARGUMENTS;
    try {
      return getArgumentValues(field, node, this.variables);
    } catch (error) {
      throw error instanceof GraphQLError ? asRefusal(error, 'BAD_USER_INPUT') : error;
    }
  }
}
