import { coerceInputValue, isInputType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import type { CursorCodec } from '../../core/ordering/cursor.js';
import { shortened, withoutSuggestion } from '../../platform/graphql/checks/refusals.js';

/** What an export was asked with: the parameters of its address. */
export type ExportQuery = Readonly<Record<string, unknown>>;

/** Throws BadInputError for a parameter that the export does not know, or that is there twice. */
export function checkNames(query: ExportQuery, known: readonly string[]): void {
  for (const [name, value] of Object.entries(query)) {
    if (!known.includes(name)) throw new BadInputError(`expected one of ${known.join(', ')}`, [name]);
    if (typeof value !== 'string') throw new BadInputError('expected it once', [name]);
  }
}

/** Reads a parameter of an input or scalar type of the schema. Throws BadInputError. */
export function readParameter(
  schema: GraphQLSchema,
  typeName: string,
  value: unknown,
  name: string,
): unknown {
  const type = schema.getType(typeName);
  if (type === undefined || !isInputType(type)) throw new TypeError(`there is no input ${typeName}`);
  return coerceInputValue(value, type, (path, _value, error) => {
    // Whether the caller may see the schema is not asked here.
    throw new BadInputError(shortened(withoutSuggestion(error.message)), [name, ...path.map(String)]);
  });
}

/** Reads `filter`, JSON of an input type of the schema; absent: an empty one. Throws BadInputError. */
export function readFilter(schema: GraphQLSchema, typeName: string, { filter }: ExportQuery): unknown {
  return filter === undefined ? {} : readParameter(schema, typeName, objectIn(String(filter)), 'filter');
}

/** Reads `after` where it is a cursor of a list; absent: from the begin. Throws BadInputError. */
export function readAfter({ after }: ExportQuery, cursors: Pick<CursorCodec, 'decode'>): string | undefined {
  if (after === undefined) return undefined;
  cursors.decode(String(after), ['after']);
  return String(after);
}

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // It is said below.
  }
  throw new BadInputError('expected a JSON object, as the filter of the list takes it', ['filter']);
}
