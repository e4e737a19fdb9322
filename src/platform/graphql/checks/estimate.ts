import { Extensions } from '@nestjs/graphql';
import { getNamedType, getNullableType, isCompositeType, isListType } from 'graphql';
import type { FieldNode, GraphQLField, GraphQLNamedType } from 'graphql';

const EXTENSION = 'estimate';

type Arguments = Readonly<Record<string, unknown>>;

/** What a field asks for beyond what its type tells. */
export interface Estimate {
  /** How many rows it may answer with, where it takes no `first`. */
  readonly rows?: (args: Arguments, servers: number) => number;
  /** How many values it has to look at for each server, up to twenty of them, before it answers with any. */
  readonly scan?: (args: Arguments) => number;
}

/** Declares what a field costs, for `limits.complexity`. Without this a list has the rows of its `first`, or ten. */
export function Estimated(estimate: Estimate): MethodDecorator & PropertyDecorator {
  return Extensions({ [EXTENSION]: estimate });
}

/** How many repositories a policy writes to at most, about. */
export const TARGETS = 5;
/** How many things a policy takes in and leaves out, about. */
export const SELECTIONS = 5;
/** What it costs to look at all policies or repositories of a server. */
export const INVENTORY = 100;
/** What it costs to look through the sessions of a server. */
export const WHOLE_HISTORY = 1_000;

/** So many servers count for what is looked through; with more of them `limits.rowsRead` and `limits.bytesHeld` bound it while it runs. */
const MOST_SCANNED = 20;

const DEFAULT_PAGE = 50;
const DEFAULT_LIST = 10;
/** A name of the answer longer than this counts again: it is repeated in every row. */
const KEY_LENGTH = 32;

/** Where a field stands: what it multiplies. */
export interface Surroundings {
  /** Servers that answer: all of the caller's, or below a row of a list the one it is of. */
  readonly servers: number;
  /** Rows that the list around was asked for; null: the field around is no list. */
  readonly page: number | null;
}

/** What a field costs for being asked at all, how many objects it answers with, and what each costs besides what stands below it. */
export interface FieldEstimate {
  readonly once: number;
  readonly rows: number;
  readonly each: number;
  readonly below: Surroundings;
}

/** A field costs 1, in each row of a list; so does what stands below. */
export function estimateOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  parent: GraphQLNamedType,
  args: Arguments,
  { servers, page }: Surroundings,
): FieldEstimate {
  const { rows, scan } = (field.extensions[EXTENSION] ?? {}) as Estimate;
  const each = 1 + Math.floor((node.alias ?? node.name).value.length / KEY_LENGTH);
  const once = scan ? scan(args) * Math.min(servers, MOST_SCANNED) : 0;
  const isList = isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type));
  const asked = field.args.some(({ name }) => name === 'first') ? sizeOfPage(args['first']) : null;
  if (!isList) return { once, rows: 1, each, below: { servers, page: asked } };
  const count = rows?.(args, servers) ?? asked ?? page ?? listed(parent);
  return { once, rows: Math.max(count, 0), each, below: { servers: 1, page: null } };
}

function sizeOfPage(first: unknown): number {
  return typeof first === 'number' ? Math.max(first, 0) : DEFAULT_PAGE;
}

/** The schema's lists about itself are small enough. */
function listed({ name }: GraphQLNamedType): number {
  return name.startsWith('__') ? 1 : DEFAULT_LIST;
}
