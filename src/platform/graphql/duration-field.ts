import { Field, Float } from '@nestjs/graphql';
import { DurationScalar } from './scalars.js';

/**
 * A field of a length of time in milliseconds, null where it is not known, and its twin in seconds, `<name>Seconds`, for whoever draws
 * or sorts: ISO 8601 cannot be drawn. The object must be an instance of the class: the twin is a getter of it.
 */
export function DurationField(description: string): PropertyDecorator & MethodDecorator {
  return (target: object, key: string | symbol) => {
    const name = String(key);
    const twin = `${name}Seconds`;
    Field(() => DurationScalar, { nullable: true, description })(target, name);
    Object.defineProperty(target, twin, { get: secondsOf(name), configurable: true });
    Field(() => Float, {
      nullable: true,
      description: `${description} In seconds, the same as \`${name}\`.`,
    })(target, twin);
  };
}

function secondsOf(name: string) {
  return function (this: Readonly<Record<string, unknown>>): number | null {
    const length = this[name];
    return typeof length === 'number' ? length / 1000 : null;
  };
}
