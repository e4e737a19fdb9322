import { readFileSync } from 'node:fs';
import { contractPath } from '../../support/openapi.js';

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: string[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}
interface Operation {
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: unknown;
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const DEPTH = 6;

/** What the contract tests ask of an OpenAPI file beyond its validation: parameters, and values of every field it declares. */
export class Vb365Document {
  private readonly paths: Record<string, Record<string, Operation>>;
  private readonly schemas: Record<string, Schema>;

  constructor(fileName: string) {
    const document = JSON.parse(readFileSync(contractPath(fileName), 'utf8')) as {
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: Record<string, Schema> };
    };
    this.paths = document.paths;
    this.schemas = document.components.schemas;
  }

  /** The template of the contract's path that a request's path falls under; fixed words go before parameters. */
  template(method: string, path: string): string | undefined {
    const fits = Object.keys(this.paths).filter((template) => {
      const pattern = template.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+');
      return (
        this.paths[template]?.[method.toLowerCase()] !== undefined &&
        new RegExp(`^${pattern}$`, 'i').test(path)
      );
    });
    return fits.sort((a, b) => a.split('{').length - b.split('{').length)[0];
  }

  queryNames(method: string, template: string): { all: string[]; required: string[] } {
    const parameters = this.operation(method, template).parameters ?? [];
    const query = parameters.filter((parameter) => parameter.in === 'query');
    return {
      all: query.map(({ name }) => name),
      required: query.filter(({ required }) => required === true).map(({ name }) => name),
    };
  }

  /** A row of the list, or the object, that a GET answers: every declared field with a value of its declared type. */
  fullRow(template: string): unknown {
    const { content } = this.operation('GET', template).responses['200'] ?? {};
    const schema = this.resolve(content?.['application/json']?.schema ?? {});
    const page = schema.properties?.['results'];
    return this.value(page?.items ?? schema.items ?? schema, 0);
  }

  private operation(method: string, template: string): Operation {
    const operation = this.paths[template]?.[method.toLowerCase()];
    if (!operation) throw new Error(`${method} ${template} is not in the contract`);
    return operation;
  }

  private value(schema: Schema, depth: number): unknown {
    const { type, format, enum: words, items, properties } = this.resolve(schema);
    if (words) return words[0];
    switch (type) {
      case 'integer':
      case 'number':
        return 7;
      case 'boolean':
        return true;
      case 'array':
        return depth < DEPTH && items ? [this.value(items, depth + 1)] : [];
      case 'object':
        return depth < DEPTH
          ? Object.fromEntries(
              Object.entries(properties ?? {}).map(([name, part]) => [name, this.value(part, depth + 1)]),
            )
          : {};
      default:
        return text(format);
    }
  }

  private resolve(schema: Schema): Schema {
    const [only, ...others] = schema.allOf ?? [];
    if (only && others.length === 0 && !schema.properties) return this.resolve(only);
    if (schema.$ref === undefined) return schema;
    return this.resolve(this.schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {});
  }
}

function text(format: string | undefined): string {
  if (format === 'uuid') return '11111111-2222-4333-8444-555555555555';
  return format === 'date-time' ? '2026-03-01T10:00:00.1234567Z' : 'some text';
}
