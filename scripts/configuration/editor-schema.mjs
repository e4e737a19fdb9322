import { aboutOf, defaultOf, entriesOf, factsOf, itemOf } from '../../dist/platform/config/setting-tree.js';

/** JSON Schema of a configuration file, for editors. Any text that is read as something else may come by reference. */
export function editorSchema(root) {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of the gateway',
    ...group(root),
    $defs: {
      reference: { type: 'string', pattern: '\\$\\{(env|file):[^}]+\\}' },
    },
  };
}

function group(setting) {
  const entries = Object.entries(entriesOf(setting));
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, below]) => [key, property(below)])),
    required: entries.filter(([, below]) => defaultOf(below) === undefined).map(([key]) => key),
    additionalProperties: false,
  };
}

function property(setting) {
  const fallback = defaultOf(setting);
  const value = valueOf(setting);
  return {
    description: aboutOf(setting),
    ...(fallback === undefined ? value : { anyOf: [value, { type: 'null' }] }),
    ...(isWorthTelling(fallback) && { default: fallback }),
  };
}

function valueOf(setting) {
  if (entriesOf(setting) !== null) return groupOrWord(setting);
  const item = itemOf(setting);
  const { schema } = factsOf(setting);
  return item === null ? orReference(schema) : { type: 'array', items: group(item), ...schema };
}

function groupOrWord(setting) {
  const { schema: word } = factsOf(setting);
  return word === undefined ? group(setting) : { anyOf: [group(setting), word] };
}

function orReference(schema) {
  if (schema.type === 'array') return { ...schema, items: orReference(schema.items) };
  const isAnyText = schema.type === 'string' && schema.pattern === undefined;
  if (isAnyText || schema.type === 'object' || schema.type === 'boolean') return schema;
  return { anyOf: [schema, { $ref: '#/$defs/reference' }] };
}

function isWorthTelling(fallback) {
  return fallback !== undefined && fallback !== null && JSON.stringify(fallback) !== '{}';
}
