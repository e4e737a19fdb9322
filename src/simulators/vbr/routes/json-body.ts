import { badRequest } from './problem.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The JSON body of a request, read by dotted path; what is missing or of the wrong kind is answered with 400. */
export class JsonBody {
  private readonly root: unknown;

  constructor(body: unknown) {
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw badRequest('The body must be a JSON object');
    this.root = body;
  }

  get all(): Record<string, unknown> {
    return this.root as Record<string, unknown>;
  }

  /** undefined for absent and null. */
  value(path: string): unknown {
    const found = path
      .split('.')
      .reduce<unknown>((node, key) => (node as Record<string, unknown> | null | undefined)?.[key], this.root);
    return found ?? undefined;
  }

  text(path: string): string {
    const value = this.value(path);
    if (typeof value !== 'string') throw badRequest(`${path} is required and must be a string`);
    return value;
  }

  name(): string {
    const name = this.text('name').trim();
    if (name === '') throw badRequest('name must not be empty');
    return name;
  }

  id(path: string): string {
    const value = this.text(path);
    if (!UUID.test(value)) throw badRequest(`${path} must be a UUID`);
    return value.toLowerCase();
  }

  boolean(path: string): boolean {
    const value = this.value(path);
    if (typeof value !== 'boolean') throw badRequest(`${path} is required and must be true or false`);
    return value;
  }

  optionalBoolean(path: string): boolean | undefined {
    return this.value(path) === undefined ? undefined : this.boolean(path);
  }

  /** A whole number of at least 0. */
  optionalCount(path: string): number | undefined {
    const value = this.value(path);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
      throw badRequest(`${path} must be a whole number of at least 0`);
    return value;
  }

  object(path: string): Record<string, unknown> {
    const value = this.value(path);
    if (typeof value !== 'object' || Array.isArray(value))
      throw badRequest(`${path} is required and must be an object`);
    return value as Record<string, unknown>;
  }

  array(path: string): unknown[] {
    const value = this.value(path);
    if (!Array.isArray(value) || value.length === 0)
      throw badRequest(`${path} must be an array of at least one entry`);
    return value;
  }

  /** An array of distinct UUIDs, or of objects that hold one each under `key`. */
  ids(path: string, key?: string): string[] {
    const ids = this.array(path).map((entry) => {
      const id = key === undefined ? entry : (entry as Record<string, unknown> | null)?.[key];
      if (typeof id !== 'string' || !UUID.test(id)) throw badRequest(`${path} must hold UUIDs`);
      return id.toLowerCase();
    });
    if (new Set(ids).size !== ids.length) throw badRequest(`${path} must not hold an entry twice`);
    return ids;
  }
}
