import { getNamedType, getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLInputType } from 'graphql';
import { decodeId, decodeServerReference } from '../../../core/model/ids.js';
import { HIDDEN, cut, isSecretName } from '../../request/scrub.js';

const LONGEST_TEXT = 2_000;
/** Items of one list; of the others the number is written down. */
const LONGEST_LIST = 100;

export interface AuditedArguments {
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Keys of the servers that ids and keys among them name. */
  readonly servers: readonly string[];
}

/** The arguments of a field as they may be written down: secrets hidden, texts and lists of any length shortened. */
export function auditedArguments(
  definitions: readonly GraphQLArgument[],
  values: Readonly<Record<string, unknown>>,
): AuditedArguments {
  const servers = new Set<string>();
  const shown = fieldsOf(definitions, values, servers);
  return { arguments: shown, servers: [...servers] };
}

function fieldsOf(
  definitions: readonly (GraphQLArgument | GraphQLInputField)[],
  values: object,
  servers: Set<string>,
): Record<string, unknown> {
  const given = new Map(Object.entries(values));
  return Object.fromEntries(
    definitions
      .filter(({ name }) => given.has(name))
      .map(({ name, type }) => [name, shownValue(name, type, given.get(name), servers)]),
  );
}

function shownValue(name: string, type: GraphQLInputType, value: unknown, servers: Set<string>): unknown {
  if (value === null || value === undefined) return null;
  const bare = isNonNullType(type) ? getNullableType(type) : type;
  if (isListType(bare) && Array.isArray(value))
    return shownList(value, (item) => shownValue(name, bare.ofType as GraphQLInputType, item, servers));
  if (isInputObjectType(bare) && typeof value === 'object')
    return fieldsOf(Object.values(bare.getFields()), value, servers);
  return shownLeaf(name, getNamedType(bare).name, value, servers);
}

function shownList(items: readonly unknown[], show: (item: unknown) => unknown): unknown[] {
  const shown = items.map(show);
  if (shown.length <= LONGEST_LIST) return shown;
  return [...shown.slice(0, LONGEST_LIST), `… and ${shown.length - LONGEST_LIST} more`];
}

function shownLeaf(name: string, type: string, value: unknown, servers: Set<string>): unknown {
  if (type === 'Secret' || isSecretName(name)) return HIDDEN;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return value;
  if (type === 'ID') noteServer(name, value, servers);
  return cut(value, LONGEST_TEXT);
}

function noteServer(name: string, id: string, servers: Set<string>): void {
  try {
    servers.add((name === 'server' ? decodeServerReference(id, () => true) : decodeId(id)).server);
  } catch {
    // Not an id of ours: the change will be refused for it.
  }
}
