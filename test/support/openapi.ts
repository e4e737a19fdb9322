import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { parse as parseYaml } from 'yaml';
import { SchemaTranslator } from './schema-translator.js';
import type { OpenApiSchema } from './schema-translator.js';

interface Body {
  schema?: OpenApiSchema;
  content?: Record<string, { schema?: OpenApiSchema }>;
}
interface Referable {
  $ref?: string;
}
interface Operation {
  parameters?: (Referable & { in?: string; schema?: OpenApiSchema })[];
  requestBody?: Body & Referable;
  responses?: Record<string, Body & Referable>;
}
interface Document {
  basePath?: string;
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, OpenApiSchema> };
  definitions?: Record<string, OpenApiSchema>;
}

export interface ContractOptions {
  /** Property names where null passes although the contract does not declare it. */
  toleratedNulls?: readonly string[];
}

/** One vendor contract, ready to judge what a server answers. Empty lists mean "valid". */
export interface Contract {
  /** "GET /path/{id}" of every operation, as the file writes it. */
  operations: string[];
  /**
   * Judges an answer. `pathTemplate` is the contract's path; case, parameter names and a trailing slash do not matter.
   * Reported: an undeclared operation or status, a body where none is declared or the other way round, every
   * violation of the schema, null where it is not declared, and properties the contract does not know.
   */
  validateResponse(method: string, pathTemplate: string, status: number, body: unknown): string[];
  /** Judges the body of a request in the same way. */
  validateRequest(method: string, pathTemplate: string, body: unknown): string[];
}

const REPORTED_AT_MOST = 20;
const NOISE = new Set(['if', 'allOf', 'anyOf', 'oneOf']);

export function contractPath(fileName: string): string {
  return resolve(process.env['CONTRACTS_DIR'] ?? '../shared/contracts', fileName);
}

/** Reads an OpenAPI 3 or Swagger 2 file (JSON or YAML); undefined when it is not there. */
export function loadContract(fileName: string, options: ContractOptions = {}): Contract | undefined {
  const path = contractPath(fileName);
  return existsSync(path) ? new OpenApiContract(readDocument(path), options) : undefined;
}

/**
 * A `describe` over one contract file. Without the file it says so and skips, except under CI=true, where it fails.
 */
export function describeContract(
  fileName: string,
  body: (contract: Contract) => void,
  options: ContractOptions = {},
): void {
  const contract = loadContract(fileName, options);
  if (contract) {
    describe(fileName, () => body(contract));
    return;
  }
  const reason = `${contractPath(fileName)} is not there (CONTRACTS_DIR names the folder)`;
  if (process.env['CI'] === 'true') {
    it(`${fileName} is there`, () => {
      throw new Error(reason);
    });
    return;
  }
  console.warn(`Contract tests skipped: ${reason}`);
  describe.skip(fileName, () => it('needs the contract file', () => undefined));
}

function readDocument(path: string): Document {
  const text = readFileSync(path, 'utf8');
  return (path.endsWith('.json') ? JSON.parse(text) : parseYaml(text)) as Document;
}

class OpenApiContract implements Contract {
  readonly operations: string[];
  private readonly byKey = new Map<string, Operation>();
  private readonly validators = new Map<OpenApiSchema, ValidateFunction>();
  private readonly ajv = createAjv();
  private readonly translator: SchemaTranslator;

  constructor(
    private readonly document: Document,
    options: ContractOptions,
  ) {
    this.translator = new SchemaTranslator(
      document.components?.schemas ?? document.definitions ?? {},
      (id, schema) => void this.ajv.addSchema({ ...schema, $id: `/${id}` }),
      new Set(options.toleratedNulls),
    );
    const entries = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
    this.operations = entries.map(({ method, path }) => `${method} ${path}`);
    for (const { method, path, operation } of entries) {
      this.byKey.set(operationKey(method, path), operation);
      this.byKey.set(operationKey(method, (document.basePath ?? '') + path), operation);
    }
  }

  validateResponse(method: string, pathTemplate: string, status: number, body: unknown): string[] {
    const responses = this.byKey.get(operationKey(method, pathTemplate))?.responses;
    if (!responses) return [`${method} ${pathTemplate} is not in the contract`];
    const declared = responses[String(status)] ?? responses['default'];
    if (!declared) return [`status ${status} is not declared (${Object.keys(responses).join(', ')})`];
    // A 204 cannot carry the body that some contracts declare for it.
    return this.judge(status === 204 ? undefined : this.schemaOf(this.follow(declared)), body);
  }

  validateRequest(method: string, pathTemplate: string, body: unknown): string[] {
    const operation = this.byKey.get(operationKey(method, pathTemplate));
    if (!operation) return [`${method} ${pathTemplate} is not in the contract`];
    const swagger2Body = operation.parameters
      ?.map((parameter) => this.follow(parameter))
      .find((parameter) => parameter.in === 'body');
    const declared = operation.requestBody ? this.follow(operation.requestBody) : swagger2Body;
    return this.judge(declared && this.schemaOf(declared), body);
  }

  private judge(schema: OpenApiSchema | undefined, body: unknown): string[] {
    const isEmpty = body === undefined || body === '' || body === null;
    if (!schema) return isEmpty ? [] : ['a body where the contract declares none'];
    if (isEmpty && body !== null) return ['no body where the contract declares one'];
    const validate = this.validatorOf(schema);
    if (validate(body)) return [];
    const all = validate.errors ?? [];
    const telling = all.filter(({ keyword }) => !NOISE.has(keyword));
    return [...new Set((telling.length > 0 ? telling : all).map(describeError))].slice(0, REPORTED_AT_MOST);
  }

  private validatorOf(schema: OpenApiSchema): ValidateFunction {
    const known = this.validators.get(schema);
    if (known) return known;
    const validator = this.ajv.compile(this.translator.closed(schema));
    this.validators.set(schema, validator);
    return validator;
  }

  private schemaOf(body: Body): OpenApiSchema | undefined {
    const content = body.content ?? {};
    const json = Object.keys(content).find((type) => /json/i.test(type));
    return body.schema ?? content[json ?? Object.keys(content)[0] ?? '']?.schema;
  }

  /** Follows a reference to anything that is not a schema (`#/components/responses/…`, `#/parameters/…`). */
  private follow<T extends Referable>(value: T): T {
    if (value.$ref === undefined) return value;
    const target = value.$ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>(
        (node, key) => (node as Record<string, unknown> | undefined)?.[decodeURIComponent(key)],
        this.document,
      );
    if (target === undefined) throw new Error(`The contract refers to ${value.$ref}, which is not there`);
    return target as T;
  }
}

function operationKey(method: string, path: string): string {
  const shape = path
    .replace(/\{[^}]*\}/g, '{}')
    .replace(/\/+$/, '')
    .toLowerCase();
  return `${method.toUpperCase()} ${shape}`;
}

function createAjv(): Ajv2019 {
  const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false });
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/i);
  for (const format of ['int32', 'int64', 'integer'])
    ajv.addFormat(format, { type: 'number', validate: Number.isInteger });
  for (const format of ['float', 'double'])
    ajv.addFormat(format, { type: 'number', validate: Number.isFinite });
  return ajv;
}

function describeError(error: ErrorObject): string {
  const details = Object.values(error.params as Record<string, unknown>).map((value) =>
    JSON.stringify(value),
  );
  return `${error.instancePath || '/'} ${error.message ?? error.keyword} (${details.join(', ')})`;
}
