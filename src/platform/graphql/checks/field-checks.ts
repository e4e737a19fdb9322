import type { GraphQLError, GraphQLInputType, GraphQLSchema } from 'graphql';
import { getNamedType, isEnumType, isInputObjectType } from 'graphql';
import { BadInputError } from '../../../core/errors/bad-input.js';
import { isRoleEnough } from '../../../core/model/caller.js';
import type { Caller } from '../../../core/model/caller.js';
import type { IntrospectionAccess } from '../../config/gateway-config.js';
import { argumentCheckOf } from './argument-check.js';
import type { VisitedField } from './operation-walk.js';
import { refusal, shortened } from './refusals.js';
import { requiredRoleOf } from './required-role.js';
import { LONGEST_TEXT } from './bounded-lexer.js';
import { checkIdKind, checkServerReference } from './id-kind-check.js';
import type { KnownServers } from './id-kind-check.js';
import { LONGEST_LIST } from './variables-size.js';

const SCHEMA_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Whether somebody may see the schema: ask for it, and be told names of it that are near what they wrote. */
export function maySeeSchema({ role }: Caller, access: IntrospectionAccess): boolean {
  return access !== 'NOBODY' && isRoleEnough(role, access);
}

/** Throws a GraphQLError with status 403 for a field of the schema about itself. */
export function checkIntrospection(
  { node }: VisitedField,
  caller: Caller,
  access: IntrospectionAccess,
): void {
  if (!SCHEMA_FIELDS.has(node.name.value) || maySeeSchema(caller, access)) return;
  const who = access === 'NOBODY' ? 'nobody' : `the role ${access}`;
  throw refusal(`the schema is shown to ${who}; see schema.graphql of the gateway`, 403, {
    code: 'FORBIDDEN',
  });
}

/** Throws a GraphQLError with status 403 for a field that the caller's role is not enough for. */
export function checkRole({ node, field, parent }: VisitedField, { role }: Caller): void {
  const needed = requiredRoleOf(field.extensions);
  if (needed === undefined || isRoleEnough(role, needed)) return;
  const name = `${parent.name}.${node.name.value}`;
  throw refusal(
    `${name} needs the role ${needed}, and yours is ${role}`,
    403,
    { code: 'FORBIDDEN', field: name, requiredRole: needed },
    node,
  );
}

/** Throws a GraphQLError with status 400 for arguments that cannot be used. */
export function checkArguments(around: InputSurroundings, { node, field, args }: VisitedField): void {
  if (field.args.length === 0) return;
  try {
    for (const argument of field.args) checkInput(around, argument, args[argument.name], [argument.name]);
    argumentCheckOf(field.extensions)?.(args);
  } catch (error) {
    throw error instanceof BadInputError ? badInput(error, node) : error;
  }
}

function badInput(error: BadInputError, node: VisitedField['node']): GraphQLError {
  const where = [node.name.value, ...error.argument].join('.');
  const message = shortened(`${where}: ${error.message}`);
  return refusal(message, 400, { code: 'BAD_USER_INPUT', argument: where }, node);
}

const LONGEST_ENUM_LIST = 100;

/** An argument of a field, or a field of an input type. */
interface Slot {
  readonly type: GraphQLInputType;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Whose input it is, and by which schema. */
export interface InputSurroundings {
  readonly schema: GraphQLSchema;
  readonly servers: KnownServers;
}

/** Throws BadInputError for a list or text, anywhere in a coerced value, that is too long, and for what names nothing of the kind that is expected. */
function checkInput(around: InputSurroundings, slot: Slot, value: unknown, path: readonly string[]): void {
  if (value === null || value === undefined) return;
  const type = getNamedType(slot.type);
  if (Array.isArray(value)) {
    const longest = isEnumType(type) ? LONGEST_ENUM_LIST : LONGEST_LIST;
    if (value.length > longest)
      throw new BadInputError(`expected at most ${longest} items, got ${value.length}`, path);
    return value.forEach((item, index) => checkInput(around, slot, item, [...path, String(index)]));
  }
  if (typeof value === 'string') {
    if (value.length > LONGEST_TEXT)
      throw new BadInputError(`expected at most ${LONGEST_TEXT} characters, got ${value.length}`, path);
    checkServerReference(slot.extensions, value, around.servers, path);
    return checkIdKind(around.schema, slot.extensions, value, path);
  }
  if (!isInputObjectType(type) || typeof value !== 'object') return;
  const values = value as Readonly<Record<string, unknown>>;
  for (const [name, field] of Object.entries(type.getFields()))
    checkInput(around, field, values[name], [...path, name]);
}
