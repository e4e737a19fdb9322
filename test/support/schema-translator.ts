/** A schema as OpenAPI 3.0 or Swagger 2.0 writes it; only the keywords the translation looks at. */
export interface OpenApiSchema {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string;
  properties?: Record<string, OpenApiSchema>;
  required?: string[];
  items?: OpenApiSchema;
  allOf?: OpenApiSchema[];
  oneOf?: OpenApiSchema[];
  anyOf?: OpenApiSchema[];
  additionalProperties?: boolean | OpenApiSchema;
  nullable?: boolean;
  discriminator?: { propertyName: string; mapping?: Record<string, string> } | string;
}

export type JsonSchema = Record<string, unknown>;

const COPIED = [
  'type',
  'format',
  'enum',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'pattern',
];

/**
 * Turns OpenAPI component schemas into JSON Schema 2019-09. Each component becomes two definitions: an open one, for use
 * inside `allOf`, and a closed one, which refuses properties nobody declares and follows the discriminator. The split
 * also cuts the circle of parents that list their children while the children extend the parent.
 */
export class SchemaTranslator {
  private readonly known = new Set<string>();

  /** `define` receives every definition once; `toleratedNulls` are property names where null always passes. */
  constructor(
    private readonly components: Record<string, OpenApiSchema>,
    private readonly define: (id: string, schema: JsonSchema) => void,
    private readonly toleratedNulls: ReadonlySet<string>,
  ) {}

  /** The closed form of a schema that stands on its own (a body, a property, an item). */
  closed(schema: OpenApiSchema): JsonSchema {
    const wrapped = wrappedReference(schema);
    if (wrapped) return this.nullable(schema, this.closed(wrapped));
    if (schema.$ref !== undefined) return { $ref: this.closedDefinition(nameOf(schema.$ref)) };
    return this.nullable(schema, this.body(schema, true));
  }

  private open(schema: OpenApiSchema): JsonSchema {
    if (schema.$ref !== undefined) return { $ref: this.openDefinition(nameOf(schema.$ref)) };
    return this.body(schema, false);
  }

  private closedDefinition(name: string): string {
    return this.once(`closed/${encodeURIComponent(name)}`, () => {
      const schema = this.component(name);
      const children = childrenOf(schema);
      return this.nullable(schema, children ? this.dispatch(name, children) : this.closedComponent(name));
    });
  }

  private openDefinition(name: string): string {
    return this.once(`open/${encodeURIComponent(name)}`, () => this.body(this.component(name), false));
  }

  private closedComponent(name: string): JsonSchema {
    const schema = this.component(name);
    const own: JsonSchema = { $ref: this.openDefinition(name) };
    return isStructured(schema) ? { ...own, unevaluatedProperties: false } : own;
  }

  private dispatch(name: string, children: { property: string; byValue: Map<string, string> }): JsonSchema {
    const { property, byValue } = children;
    const when = (values: string[]): JsonSchema => ({
      properties: { [property]: { enum: values } },
      required: [property],
    });
    const itself = this.closedComponent(name);
    const branches = [...byValue].map(([value, child]) => ({
      if: when([value]),
      then: child === name ? itself : { $ref: this.closedDefinition(child) },
    }));
    return { allOf: [...branches, { if: when([...byValue.keys()]), else: itself }] };
  }

  private body(schema: OpenApiSchema, close: boolean): JsonSchema {
    const result: JsonSchema = {};
    for (const keyword of COPIED) if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
    // Swagger 2 calls a download a "file", which JSON Schema does not know.
    if (schema.type === 'file') delete result['type'];
    if (schema.items) result['items'] = this.closed(schema.items);
    if (schema.properties) result['properties'] = this.properties(schema.properties);
    if (schema.required) result['required'] = this.required(schema);
    if (schema.allOf) result['allOf'] = schema.allOf.map((part) => this.open(part));
    if (!schema.discriminator) this.addChoices(schema, result);
    if (schema.additionalProperties !== undefined)
      result['additionalProperties'] =
        typeof schema.additionalProperties === 'boolean'
          ? schema.additionalProperties
          : this.closed(schema.additionalProperties);
    if (close && isStructured(schema)) result['unevaluatedProperties'] = false;
    return result;
  }

  private addChoices(schema: OpenApiSchema, result: JsonSchema): void {
    for (const keyword of ['oneOf', 'anyOf'] as const)
      if (schema[keyword]) result[keyword] = schema[keyword].map((choice) => this.closed(choice));
  }

  private properties(properties: Record<string, OpenApiSchema>): JsonSchema {
    return Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => {
        const closed = this.closed(schema);
        return [name, this.toleratedNulls.has(name) ? { anyOf: [closed, { type: 'null' }] } : closed];
      }),
    );
  }

  /** Required names, without those for which the contract forgot to declare a property. */
  private required(schema: OpenApiSchema): string[] {
    const declared = this.declaredProperties(schema);
    return [...new Set(schema.required)].filter((name) => declared.has(name));
  }

  private declaredProperties(schema: OpenApiSchema): Set<string> {
    const target = schema.$ref === undefined ? schema : this.component(nameOf(schema.$ref));
    const inherited = (target.allOf ?? []).flatMap((part) => [...this.declaredProperties(part)]);
    return new Set([...Object.keys(target.properties ?? {}), ...inherited]);
  }

  private nullable(source: OpenApiSchema, schema: JsonSchema): JsonSchema {
    const nullable = source.nullable === true || source['x-nullable'] === true;
    return nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
  }

  private component(name: string): OpenApiSchema {
    const schema = this.components[name];
    if (!schema) throw new Error(`The contract refers to the schema "${name}" but does not define it`);
    return schema;
  }

  private once(id: string, build: () => JsonSchema): string {
    if (!this.known.has(id)) {
      this.known.add(id);
      this.define(id, build());
    }
    return `/${id}`;
  }
}

function nameOf(reference: string): string {
  return decodeURIComponent(reference.slice(reference.lastIndexOf('/') + 1));
}

/** The reference inside `{ allOf: [{ $ref }], description | nullable }`, the way 3.0 decorates a reference. */
function wrappedReference(schema: OpenApiSchema): OpenApiSchema | undefined {
  const [only, ...others] = schema.allOf ?? [];
  return only?.$ref !== undefined && others.length === 0 && !schema.properties ? only : undefined;
}

function isStructured(schema: OpenApiSchema): boolean {
  return (
    schema.additionalProperties === undefined &&
    (schema.properties !== undefined || schema.allOf !== undefined)
  );
}

function childrenOf(schema: OpenApiSchema): { property: string; byValue: Map<string, string> } | undefined {
  const { discriminator } = schema;
  if (discriminator === undefined || typeof discriminator === 'string' || !discriminator.mapping)
    return undefined;
  const byValue = Object.entries(discriminator.mapping).map(
    ([value, target]) => [value, nameOf(target)] as const,
  );
  return { property: discriminator.propertyName, byValue: new Map(byValue) };
}
