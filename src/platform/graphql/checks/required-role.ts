import { Extensions } from '@nestjs/graphql';
import { DirectiveLocation, GraphQLDirective, GraphQLEnumType, GraphQLNonNull } from 'graphql';
import { ROLES } from '../../../core/model/caller.js';
import type { Role } from '../../../core/model/caller.js';

const EXTENSION = 'requiredRole';

/**
 * Declares which role a field needs; a field without this needs VIEWER. Checked for the whole document before anything is executed,
 * and printed in schema.graphql as a directive.
 */
export function RequiresRole(role: Role): MethodDecorator & PropertyDecorator {
  return Extensions({ [EXTENSION]: role });
}

/** The role a field was declared with. */
export function requiredRoleOf(extensions: Readonly<Record<string, unknown>>): Role | undefined {
  const role = extensions[EXTENSION];
  return ROLES.find((known) => known === role);
}

const DESCRIPTIONS: Readonly<Record<Role, string>> = {
  VIEWER: 'Reads.',
  OPERATOR: 'Also starts, stops, enables, disables and rescans.',
  ADMIN: 'Also creates, edits, removes and puts into maintenance.',
};

const RoleEnum = new GraphQLEnumType({
  name: 'Role',
  description: 'What a caller may do. Each role may do what the ones before it may.',
  values: Object.fromEntries(ROLES.map((role) => [role, { description: DESCRIPTIONS[role] }])),
});

export const RequiresRoleDirective = new GraphQLDirective({
  name: 'requiresRole',
  description: 'The role a caller needs for a field. Fields without it need VIEWER.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: { role: { type: new GraphQLNonNull(RoleEnum), description: 'The least role.' } },
});
