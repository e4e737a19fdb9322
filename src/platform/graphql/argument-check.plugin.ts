import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, Kind, TypeInfo, getArgumentValues, getVariableValues } from 'graphql';
import { visit, visitWithTypeInfo } from 'graphql';
import type {
  DocumentNode,
  ExecutableDefinitionNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { argumentCheckOf } from './argument-check.js';
import type { Variables } from './selection.js';
import { isIncluded } from './selection.js';

/** Runs the argument checks of every field that is about to be executed. */
export function argumentCheckPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (operation) checkArguments(schema, document, operation, request.variables ?? {});
      },
    }),
  };
}

/** Throws a GraphQLError with status 400 for the first field of the operation whose arguments cannot be used. */
export function checkArguments(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
): void {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs);
  // Variables of the wrong type are refused when the execution begins.
  if (coerced !== undefined) new ArgumentChecker(schema, document, coerced).check(operation);
}

class ArgumentChecker {
  private readonly fragments: Map<string, FragmentDefinitionNode>;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(
      (fragments as FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment]),
    );
  }

  /** Checks a definition and the fragments it uses, each fragment once. */
  check(definition: ExecutableDefinitionNode): void {
    const types = new TypeInfo(this.schema);
    const used: FragmentDefinitionNode[] = [];
    const visitor = visitWithTypeInfo(types, {
      Field: (node) => {
        if (!isIncluded(node, this.variables)) return false;
        this.checkField(node, types);
        return undefined;
      },
      InlineFragment: (node) => (isIncluded(node, this.variables) ? undefined : false),
      FragmentSpread: (node) => {
        if (isIncluded(node, this.variables)) used.push(...this.take(node.name.value));
      },
    });
    visit(definition, visitor);
    for (const fragment of used) this.check(fragment);
  }

  private take(name: string): FragmentDefinitionNode[] {
    const fragment = this.fragments.get(name);
    this.fragments.delete(name);
    return fragment === undefined ? [] : [fragment];
  }

  private checkField(node: FieldNode, types: TypeInfo): void {
    const field = types.getFieldDef();
    const check = field && argumentCheckOf(field.extensions);
    if (!field || !check) return;
    try {
      check(getArgumentValues(field, node, this.variables));
    } catch (error) {
      throw error instanceof BadInputError ? badInput(error, node) : error;
    }
  }
}

function badInput(error: BadInputError, node: FieldNode): GraphQLError {
  const where = [node.name.value, ...error.argument].join('.');
  return new GraphQLError(`${where}: ${error.message}`, {
    nodes: node,
    originalError: error,
    extensions: { code: 'BAD_USER_INPUT', argument: where, http: { status: 400 } },
  });
}
