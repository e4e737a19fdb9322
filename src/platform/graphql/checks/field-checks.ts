import type { GraphQLError } from 'graphql';
import { BadInputError } from '../../../core/errors/bad-input.js';
import { isRoleEnough } from '../../../core/model/caller.js';
import type { Caller } from '../../../core/model/caller.js';
import type { IntrospectionAccess } from '../../config/gateway-config.js';
import { argumentCheckOf } from './argument-check.js';
import { checkInput } from './input-check.js';
import type { InputSurroundings } from './input-check.js';
import type { VisitedField } from './operation-walk.js';
import { refusal, shortened } from './refusals.js';
import { requiredRoleOf } from './required-role.js';

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
