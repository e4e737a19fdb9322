import {
  defaultTypeResolver,
  GraphQLError,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type {
  GraphQLAbstractType,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
} from 'graphql';
import { executeObject } from './execute-object.js';
import type { Path, Completion, Execution, Place } from './query-plan.js';
import { below } from './query-plan.js';
import { abandon, isPromise, whenKnown } from './promises.js';

/** How values of a type are completed, decided once. */
export function completionOf(type: GraphQLOutputType): Completion {
  if (isNonNullType(type)) return nonNull(completionOf(type.ofType));
  const complete = ofPresent(type);
  return (value, place, path) => {
    if (value == null) return null;
    if (value instanceof Error) throw value;
    return complete(value, place, path);
  };
}

function nonNull(complete: Completion): Completion {
  return (value, place, path) => {
    const completed = complete(value, place, path);
    if (completed !== null) return completed;
    const { parentType, name } = place.field;
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
  };
}

function ofPresent(type: GraphQLOutputType): Completion {
  if (isListType(type)) return list(type.ofType);
  if (isLeafType(type)) return leaf(type);
  if (isObjectType(type)) return (value, place, path) => object(type, value, place, path);
  if (isAbstractType(type)) return abstract(type);
  throw new TypeError(`${String(type)} is no type of values`);
}

/** What a number or a word takes in an answer, about. */
const BYTES_OF_OTHERS = 5;

function leaf(type: GraphQLLeafType): Completion {
  return (value, { run }) => {
    const serialized = type.serialize(value);
    if (serialized == null) throw new Error(`${type.name} gave nothing for a value.`);
    run.bytes += typeof serialized === 'string' ? serialized.length + 2 : BYTES_OF_OTHERS;
    return serialized;
  };
}

function list(itemType: GraphQLOutputType): Completion {
  const complete = completionOf(itemType);
  const mayBeNull = !isNonNullType(itemType);
  const completeItem: Completion = (item, place, path) => {
    // A list always gives the path of an item.
    const fail = (error: unknown) => place.run.failed(error, place.field, mayBeNull, path as Path);
    try {
      const completed = whenKnown(item, (value) => complete(value, place, path));
      return isPromise(completed) ? completed.then(undefined, fail) : completed;
    } catch (error) {
      return fail(error);
    }
  };
  return (value, place, path) => {
    if (!isIterable(value))
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${place.field.parentType.name}.${place.field.name}".`,
      );
    return completeItems(completeItem, value, place, path);
  };
}

/** Items between two looks at the time and the length of the answer. */
const ITEMS_OF_A_LOOK = 16;

/** Completes items in as many turns of the event loop as it takes: at once where one is enough. */
function completeItems(
  completeItem: Completion,
  value: Iterable<unknown>,
  place: Place,
  path: Path | undefined,
): unknown {
  const { run } = place;
  const rest = value[Symbol.iterator]();
  const items: unknown[] = [];
  let waits = false;
  let untilLook = 1;

  /** False: there is more to do in another turn. */
  const proceed = (): boolean => {
    try {
      for (let step = rest.next(); step.done !== true; step = rest.next()) {
        const completed = completeItem(step.value, place, below(path, items.length, undefined));
        waits ||= isPromise(completed);
        items.push(completed);
        untilLook -= 1;
        if (untilLook > 0) continue;
        untilLook = ITEMS_OF_A_LOOK;
        run.budget.answer(run.bytes);
        if (run.budget.isDue) return false;
      }
      return true;
    } catch (error) {
      abandon(items);
      if (Array.isArray(value)) abandon(value);
      throw error;
    }
  };
  const completed = (): unknown => (waits ? Promise.all(items) : items);
  return proceed() ? completed() : proceedInTurns(run, proceed, items, value).then(completed);
}

async function proceedInTurns(
  run: Execution,
  proceed: () => boolean,
  items: readonly unknown[],
  value: Iterable<unknown>,
): Promise<void> {
  // What fails while the list waits for its turn fails before anybody waits for it.
  if (Array.isArray(value)) abandon(value);
  let taken = 0;
  try {
    do {
      abandon(items.slice(taken));
      taken = items.length;
      await run.budget.turn();
    } while (!proceed());
  } catch (error) {
    abandon(items);
    throw error;
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function abstract(type: GraphQLAbstractType): Completion {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (value, place, path) => {
    // A field of an abstract type needs its info, so it is there.
    const info = place.info as GraphQLResolveInfo;
    return whenKnown(resolveType(value, place.run.context, info, type), (name) =>
      object(concreteType(type, name, place), value, place, path),
    );
  };
}

function concreteType(type: GraphQLAbstractType, name: unknown, { field }: Place): GraphQLObjectType {
  const found = typeof name === 'string' ? field.plan.schema.getType(name) : undefined;
  if (isObjectType(found) && field.plan.schema.isSubType(type, found)) return found;
  throw new GraphQLError(`A value of "${type.name}" cannot be a "${String(name)}".`, { nodes: field.nodes });
}

function object(type: GraphQLObjectType, value: unknown, place: Place, path: Path | undefined): unknown {
  const selection = place.field.selectionOn(type);
  return executeObject(place.run, selection, value, path);
}
