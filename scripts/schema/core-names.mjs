import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

/**
 * What the core schema fixes and the gateway's schema lacks or has otherwise: types and the interfaces they implement,
 * fields, arguments, input fields and enum values, each with its type and nullability.
 */
export function missingFromCore(core, actual) {
  return reachable(core).flatMap((type) => differences(type, actual.getType(type.name)));
}

function reachable(schema) {
  const found = new Set();
  const visit = (type) => {
    if (found.has(type)) return;
    found.add(type);
    if (isInterfaceType(type)) schema.getPossibleTypes(type).forEach(visit);
    for (const [, field] of fieldsOf(type)) {
      visit(getNamedType(field.type));
      for (const argument of field.args ?? []) visit(getNamedType(argument.type));
    }
  };
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].forEach(visit);
  return [...found];
}

function differences(type, actual) {
  if (actual === undefined) return [`${type.name} is missing`];
  if (isEnumType(type)) return missingValues(type, actual);
  const fields = new Map(fieldsOf(actual));
  return [...missingInterfaces(type, actual), ...fieldsOf(type).flatMap(compareField)];

  function compareField([name, field]) {
    const other = fields.get(name);
    return [
      ...compare(name, field, other),
      ...(field.args ?? []).flatMap((argument) =>
        compare(
          `${name}.${argument.name}`,
          argument,
          other?.args.find(({ name: given }) => given === argument.name),
        ),
      ),
    ];
  }
}

function missingValues(type, actual) {
  return type
    .getValues()
    .filter(({ name }) => !actual.getValue?.(name))
    .map(({ name }) => `${type.name}.${name} is missing`);
}

function missingInterfaces(type, actual) {
  const wanted = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
  const present = new Set((actual.getInterfaces?.() ?? []).map(({ name }) => name));
  return wanted
    .filter(({ name }) => !present.has(name))
    .map(({ name }) => `${type.name} does not implement ${name}`);
}

function compare(name, wanted, actual) {
  if (actual === undefined) return [`${name} is missing`];
  const [expected, found] = [signature(wanted), signature(actual)];
  return expected === found ? [] : [`${name}: expected ${expected}, found ${found}`];
}

/** Type and nullability. A default makes an argument optional; how it is written may differ. */
function signature({ type, defaultValue }) {
  return defaultValue === undefined ? String(type) : `${type} with a default`;
}

function fieldsOf(type) {
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
}
