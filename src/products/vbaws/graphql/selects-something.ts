import { ValidateBy } from 'class-validator';

/** Names at least one resource or tag. */
export function SelectsSomething(): PropertyDecorator {
  return ValidateBy({
    name: 'selectsSomething',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.values(value).some((list) => Array.isArray(list) && list.length > 0),
      defaultMessage: () => 'must name at least one instance or tag where only selected items are protected',
    },
  });
}
