import { Refusal } from '../../core/errors/refusal.js';

type Path = readonly string[];

/**
 * Throws Refusal INVALID_INPUT for an edit that names nothing to change beside `target`, the field that says of what.
 * @param nullSays whether null at this place says something; elsewhere it is for what stays.
 */
export function refuseEmptyEdit(
  input: object,
  target: string,
  nullSays: (path: Path) => boolean = () => false,
): void {
  const saysSomething = (value: unknown, path: Path): boolean => {
    if (value === null) return nullSays(path);
    if (typeof value !== 'object' || Array.isArray(value)) return value !== undefined;
    return Object.entries(value).some(([name, part]) => saysSomething(part, [...path, name]));
  };
  const wishes = Object.entries(input).filter(([name]) => name !== target && name !== 'idempotencyKey');
  if (wishes.some(([name, value]) => saysSomething(value, [name]))) return;
  throw Refusal.of('INVALID_INPUT', 'the input names nothing to change', { field: ['input'] });
}
