import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { contractPath } from '../../support/openapi.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
}

/** OpenAPI 3 keeps the type in `schema`, Swagger 2 beside the name. */
interface Parameter extends Schema {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

type Operations = Readonly<
  Record<string, { readonly parameters?: readonly (Parameter | { $ref: string })[] }>
>;

/** What a contract file says of the requests it takes. */
export class ContractDocument {
  private readonly root: Readonly<Record<string, unknown>>;

  constructor(file: string) {
    this.root = parse(readFileSync(contractPath(file), 'utf8')) as Record<string, unknown>;
  }

  /** What is wrong with a request: an operation, a query parameter or a word that the file does not know. */
  judge(method: string, url: string): string[] {
    const { pathname, searchParams } = new URL(url, 'http://appliance');
    const template = this.templateOf(pathname);
    const operation = template === undefined ? undefined : this.paths[template]?.[method.toLowerCase()];
    if (!operation) return [`${method} ${pathname} is not an operation`];
    const known = (operation.parameters ?? []).map((parameter) => this.resolved<Parameter>(parameter));
    return [...searchParams].flatMap(([name, value]) => {
      const parameter = known.find((candidate) => candidate.in === 'query' && candidate.name === name);
      if (!parameter) return [`${method} ${template} has no parameter ${name}`];
      return this.accepts(parameter.schema ?? parameter, value)
        ? []
        : [`${name} of ${template} is no ${value}`];
    });
  }

  /** The file's path that a path of a request is one of; a path without placeholders comes first. */
  templateOf(pathname: string): string | undefined {
    const matches = Object.keys(this.paths).filter((template) => {
      const pattern = template.replace(/\{[^}]+\}/g, '[^/]+');
      return new RegExp(`^${pattern}$`).test(pathname);
    });
    return matches.sort((a, b) => a.split('{').length - b.split('{').length)[0];
  }

  private get paths(): Readonly<Record<string, Operations>> {
    return this.root['paths'] as Record<string, Operations>;
  }

  private accepts(schema: Schema, value: string): boolean {
    const { type, items, enum: words } = this.resolved<Schema>(schema);
    if (type === 'array') return items === undefined || this.accepts(items, value);
    if (type === 'integer') return /^-?\d+$/.test(value);
    return words === undefined || words.includes(value);
  }

  private resolved<T>(node: T | { readonly $ref: string }): T {
    const reference = (node as { $ref?: string }).$ref;
    if (reference === undefined) return node as T;
    const keys = reference.replace(/^#\//, '').split('/');
    return keys.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], this.root) as T;
  }
}
