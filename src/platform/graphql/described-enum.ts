import { registerEnumType } from '@nestjs/graphql';

/**
 * Registers a GraphQL enum from its described values and returns the object Nest knows it by. The keys must be exactly the values
 * of the domain type `T`.
 */
export function describedEnum<T extends string>(
  name: string,
  description: string,
  values: Readonly<Record<T, string>>,
): Readonly<Record<T, T>> {
  const keys = Object.keys(values) as T[];
  const ref = Object.fromEntries(keys.map((key) => [key, key])) as Record<T, T>;
  const valuesMap = Object.fromEntries(keys.map((key) => [key, { description: values[key] }])) as Record<
    T,
    { description: string }
  >;
  registerEnumType(ref, { name, description, valuesMap });
  return ref;
}
