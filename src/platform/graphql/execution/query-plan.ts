import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  GraphQLError,
  isAbstractType,
  isLeafType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { OperationBudget } from '../../../core/fairness/operation-budget.js';
import type { Variables } from '../selection.js';
import type { SelectionScope } from './collect-fields.js';
import { collectFields } from './collect-fields.js';

/** One execution of a plan, as completions and objects see it; `PlanExecution` says more of each. */
export interface Execution {
  /** Bytes of the answer so far, about. */
  bytes: number;
  readonly context: unknown;
  readonly budget: OperationBudget;
  argumentsOf(field: FieldPlan): Readonly<Record<string, unknown>>;
  infoOf(field: FieldPlan, path: Path): GraphQLResolveInfo;
  failed(error: unknown, field: FieldPlan, mayBeNull: boolean, path: Path): null;
}

/** The field that is being completed. */
export interface Place {
  readonly run: Execution;
  readonly field: FieldPlan;
  /** Given where the field needs it. */
  readonly info: GraphQLResolveInfo | undefined;
}

/**
 * Turns what a resolver returned into what stands in the answer (CompleteValue of the specification), or into a promise of it. Throws
 * what made that impossible. `path` is not given for leaves.
 */
export type Completion = (value: unknown, place: Place, path: Path | undefined) => unknown;

/**
 * How one operation is answered, worked out once and kept: which fields every object shows, how each is found and completed. Object
 * types are planned when the first object of them comes, so a query over many interfaces costs what its answers hold.
 */
export class QueryPlan {
  readonly scope: SelectionScope;
  /** Bytes that it takes, about; grows with the types that answers hold. */
  bytes = 0;
  readonly root: ObjectPlan;

  /** `conditions`: the values of the variables that @skip and @include read. */
  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    conditions: Variables,
    /** How values of a type are completed. */
    readonly completionOf: (type: GraphQLOutputType) => Completion,
  ) {
    this.scope = { schema, fragments: fragmentsOf(document), conditions };
    const type = schema.getRootType(operation.operation);
    if (!type) throw new GraphQLError(`The schema takes no ${operation.operation}.`, { nodes: operation });
    this.root = new ObjectPlan(this, type, collectFields(this.scope, type, [operation.selectionSet]));
  }
}

/** Quotes, colon and comma. */
const BYTES_AROUND_A_KEY = 4;

/** What plans take in memory, as measured. */
const BYTES_OF_AN_OBJECT = 300;
const BYTES_OF_A_FIELD = 500;

/** The fields that objects of one type show at one place of a query. */
export class ObjectPlan {
  readonly fields: readonly FieldPlan[];
  /** What the keys take in the answer, with what stands around them. */
  readonly bytesOfKeys: number;
  private readonly plain: boolean;

  constructor(
    plan: QueryPlan,
    readonly type: GraphQLObjectType,
    nodes: ReadonlyMap<string, readonly FieldNode[]>,
  ) {
    this.fields = [...nodes].flatMap(([key, group]) => {
      const definition = fieldOf(plan.schema, type, group);
      return definition === undefined ? [] : [new FieldPlan(plan, type, key, group, definition)];
    });
    plan.bytes += BYTES_OF_AN_OBJECT + BYTES_OF_A_FIELD * this.fields.length;
    this.bytesOfKeys = this.fields.reduce((sum, { key }) => sum + key.length + BYTES_AROUND_A_KEY, 2);
    this.plain = !nodes.has('__proto__');
  }

  /** What the fields are put into. */
  blank(): Record<string, unknown> {
    return this.plain ? {} : Object.create(null);
  }
}

/** One field of one type at one place of a query. */
export class FieldPlan {
  readonly name: string;
  readonly nullable: boolean;
  /** Its resolver, or what tells the type of its values, looks at more than the object. */
  readonly needsInfo: boolean;
  /** Something below it, or its info, names its place. */
  readonly needsPath: boolean;
  readonly takesArguments: boolean;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  readonly completion: Completion;
  private readonly below = new Map<GraphQLObjectType, ObjectPlan>();

  constructor(
    readonly plan: QueryPlan,
    readonly parentType: GraphQLObjectType,
    readonly key: string,
    readonly nodes: readonly FieldNode[],
    readonly definition: GraphQLField<unknown, unknown>,
  ) {
    const { name, type, args, resolve } = definition;
    this.name = name;
    this.nullable = !isNonNullType(type);
    this.takesArguments = args.length > 0;
    this.resolve =
      name === TypeNameMetaFieldDef.name
        ? (_source: unknown) => parentType.name
        : (resolve ?? defaultFieldResolver);
    // A resolver of one parameter sees the object alone; those Nest makes for properties are such.
    this.needsInfo = this.resolve.length !== 1 || isAbstractType(getNamedType(type));
    this.needsPath = this.needsInfo || !isLeafType(getNullableType(type));
    this.completion = plan.completionOf(type);
  }

  get node(): FieldNode {
    return this.nodes[0] as FieldNode;
  }

  /** What objects of `type` show below this field. */
  selectionOn(type: GraphQLObjectType): ObjectPlan {
    const known = this.below.get(type);
    if (known !== undefined) return known;
    const selectionSets = this.nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const made = new ObjectPlan(this.plan, type, collectFields(this.plan.scope, type, selectionSets));
    this.below.set(type, made);
    return made;
  }
}

function fieldOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  [node]: readonly FieldNode[],
): GraphQLField<unknown, unknown> | undefined {
  const name = node?.name.value ?? '';
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name];
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  return fragments;
}

/** A place in the answer, as a list from the inside out. */
export type Path = GraphQLResolveInfo['path'];

export function below(prev: Path | undefined, key: string | number, typename: string | undefined): Path {
  return { prev, key, typename };
}
