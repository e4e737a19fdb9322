import {
  GraphQLList,
  GraphQLNonNull,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  typeFromAST,
} from 'graphql';
import { isCompositeType } from 'graphql';

/** How scalars come in JSON. */
const SCALARS = new Map([
  ['Boolean', 'boolean'],
  ['Bytes', 'number'],
  ['Float', 'number'],
  ['Int', 'number'],
]);

/** TypeScript for the variables and results of operations, for fragments, and for the enums and inputs in them. */
export function typesOf(schema, operations, fragments) {
  const named = new Map();
  const written = [
    ...fragments.map((fragment) => {
      const parent = schema.getType(fragment.typeCondition.name.value);
      return `export type ${fragment.name.value} = ${resultOf(fragment.selectionSet, parent)};\n`;
    }),
    ...operations.map((operation) => {
      const result = resultOf(operation.selectionSet, schema.getRootType(operation.operation));
      const { value } = operation.name;
      return `export type ${value}Variables = ${variablesOf(operation)};\nexport type ${value}Result = ${result};\n`;
    }),
  ];
  return [
    ...[...named].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, text]) => text),
    ...written,
  ].join('\n');

  /** What stands behind a condition may be absent; what a fragment gives has its name. */
  function resultOf({ selections }, parent) {
    const fields = selections.filter(({ kind }) => kind === 'Field').map((field) => fieldOf(field, parent));
    const parts = selections.flatMap((selection) => {
      if (selection.kind === 'FragmentSpread') {
        const fragment = fragments.find((one) => one.name.value === selection.name.value);
        const isSure = fragment.typeCondition.name.value === parent.name;
        return isSure ? selection.name.value : `Partial<${selection.name.value}>`;
      }
      if (selection.kind === 'InlineFragment')
        return `Partial<${resultOf(selection.selectionSet, schema.getType(selection.typeCondition.name.value))}>`;
      return [];
    });
    return [...(fields.length > 0 ? [`{ ${fields.join('; ')} }`] : []), ...parts].join(' & ');
  }

  function fieldOf({ name, alias, selectionSet }, parent) {
    const key = (alias ?? name).value;
    if (name.value === '__typename')
      return `readonly ${key}: ${isObjectType(parent) ? `'${parent.name}'` : 'string'}`;
    const { type } = parent.getFields()[name.value];
    const leaf = getNamedType(type);
    const inner = isCompositeType(leaf) ? resultOf(selectionSet, leaf) : nameOf(leaf);
    return `readonly ${key}: ${wrapped(type, inner)}`;
  }

  function variablesOf({ variableDefinitions }) {
    const entries = variableDefinitions.map(({ variable, type, defaultValue }) =>
      inputOf(variable.name.value, typeFromAST(schema, type), defaultValue !== undefined),
    );
    return entries.length === 0 ? 'Record<string, never>' : `{ ${entries.join('; ')} }`;
  }

  function inputOf(name, type, hasDefault) {
    const isNeeded = type instanceof GraphQLNonNull && !hasDefault;
    const text = wrapped(type, nameOf(getNamedType(type)));
    return `readonly ${name}${isNeeded ? '' : '?'}: ${text}${isNeeded ? '' : ' | undefined'}`;
  }

  function nameOf(type) {
    if (isEnumType(type)) {
      const values = type.getValues().map(({ name }) => `'${name}'`);
      named.set(type.name, `export type ${type.name} = ${values.join(' | ')};\n`);
      return type.name;
    }
    if (isInputObjectType(type)) {
      if (!named.has(type.name)) {
        named.set(type.name, '');
        const fields = Object.values(type.getFields()).map((field) =>
          inputOf(field.name, field.type, field.defaultValue !== undefined),
        );
        named.set(type.name, `export type ${type.name} = { ${fields.join('; ')} };\n`);
      }
      return type.name;
    }
    return SCALARS.get(type.name) ?? 'string';
  }
}

function wrapped(type, inner) {
  if (type instanceof GraphQLNonNull) return bare(type.ofType, inner);
  return `${bare(type, inner)} | null`;
}

function bare(type, inner) {
  return type instanceof GraphQLList ? `readonly (${wrapped(type.ofType, inner)})[]` : inner;
}
