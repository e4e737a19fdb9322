import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

/** Everything of the schema that lacks a description: types, fields, arguments, input fields, enum values. */
export function undescribed(schema) {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [[type.name, type], ...members(type)])
    .filter(([, { description }]) => !description?.trim())
    .map(([name]) => `${name} has no description`);
}

function members(type) {
  if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, value]);
  if (isInputObjectType(type)) return named(type.name, Object.values(type.getFields()));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const name = `${type.name}.${field.name}`;
    return [[name, field], ...named(name, field.args)];
  });
}

function named(prefix, list) {
  return list.map((member) => [`${prefix}.${member.name}`, member]);
}
