import { isObjectType, parse } from 'graphql';
import { requiredRoleOf } from '../../dist/platform/graphql/checks/required-role.js';

/** A printed schema with `@requiresRole` behind each field that was declared with a role, which GraphQL does not print. */
export function withRoles(printed, schema) {
  const places = parse(printed)
    .definitions.flatMap((definition) => placesIn(definition, schema))
    .sort((a, b) => b.end - a.end);
  return places.reduce(
    (text, { end, role }) => `${text.slice(0, end)} @requiresRole(role: ${role})${text.slice(end)}`,
    printed,
  );
}

function placesIn({ name, fields = [] }, schema) {
  const type = name && schema.getType(name.value);
  if (!isObjectType(type)) return [];
  return fields.flatMap((field) => {
    const role = requiredRoleOf(type.getFields()[field.name.value].extensions);
    return role === undefined ? [] : [{ end: field.loc.end, role }];
  });
}
