import { readFileSync } from 'node:fs';
import { contractPath } from './openapi.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly discriminator?: { readonly mapping?: Readonly<Record<string, string>> };
}

/** One property of a body: whether the contract demands it of an object that holds it. */
export interface ContractField {
  readonly required: boolean;
  readonly isLeaf: boolean;
}

/** What a contract file says of the bodies it describes, property by property. */
export class ContractSchemas {
  private readonly schemas: Readonly<Record<string, Schema>>;

  constructor(fileName: string) {
    const document = JSON.parse(readFileSync(contractPath(fileName), 'utf8')) as {
      components: { schemas: Record<string, Schema> };
    };
    this.schemas = document.components.schemas;
  }

  /** Names of the schemas that a discriminated schema stands for, by the word that chooses them. */
  kindsOf(schema: string): ReadonlyMap<string, string> {
    const mapping = this.schemas[schema]?.discriminator?.mapping ?? {};
    return new Map(Object.entries(mapping).map(([word, ref]) => [word, nameOf(ref)]));
  }

  /** Every property of a schema by its dotted path; entries of lists stand below the list. */
  fieldsOf(schema: string): ReadonlyMap<string, ContractField> {
    const fields = new Map<string, ContractField>();
    this.collect({ $ref: schema }, '', new Set(), fields);
    return fields;
  }

  private collect(
    schema: Schema,
    prefix: string,
    seen: ReadonlySet<string>,
    fields: Map<string, ContractField>,
  ): boolean {
    if (schema.$ref !== undefined) {
      const name = nameOf(schema.$ref);
      const target = this.schemas[name];
      if (target === undefined) throw new Error(`the contract has no schema ${name}`);
      return seen.has(name) ? false : this.collect(target, prefix, new Set([...seen, name]), fields);
    }
    let hasParts = false;
    for (const part of schema.allOf ?? []) hasParts = this.collect(part, prefix, seen, fields) || hasParts;
    if (schema.items !== undefined) hasParts = this.collect(schema.items, prefix, seen, fields) || hasParts;
    for (const [name, value] of Object.entries(schema.properties ?? {})) {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      const isLeaf = !this.collect(value, path, seen, fields);
      fields.set(path, { required: schema.required?.includes(name) ?? false, isLeaf });
      hasParts = true;
    }
    return hasParts;
  }
}

/** Dotted paths of every value in a body. */
export function leavesOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return [prefix, ...value.flatMap((entry) => leavesOf(entry, prefix))];
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([name, part]) =>
    leavesOf(part, prefix === '' ? name : `${prefix}.${name}`),
  );
}

function nameOf(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}
