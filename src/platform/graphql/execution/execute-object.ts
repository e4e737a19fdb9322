import type { GraphQLResolveInfo } from 'graphql';
import type { Path, Execution, FieldPlan, ObjectPlan } from './query-plan.js';
import { below } from './query-plan.js';
import { isPromise } from './promises.js';

/** The selected fields of one object, or a promise of them (ExecuteSelectionSet of the specification). */
export function executeObject(
  run: Execution,
  selection: ObjectPlan,
  source: unknown,
  path: Path | undefined,
): unknown {
  const data = selection.blank();
  run.bytes += selection.bytesOfKeys;
  let waiting: string[] | undefined;
  try {
    for (const field of selection.fields) {
      const value = executeField(run, field, source, path);
      data[field.key] = value;
      if (isPromise(value)) (waiting ??= []).push(field.key);
    }
  } catch (error) {
    if (waiting === undefined) throw error;
    // What is under way ends before the object is given up.
    return settled(data, waiting).finally(() => {
      throw error;
    });
  }
  return waiting === undefined ? data : settled(data, waiting);
}

function settled(data: Record<string, unknown>, keys: readonly string[]): Promise<unknown> {
  return Promise.all(keys.map((key) => data[key])).then((values) => {
    keys.forEach((key, index) => (data[key] = values[index]));
    return data;
  });
}

function executeField(run: Execution, field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
  const path = field.needsPath ? below(parent, field.key, field.parentType.name) : undefined;
  const fail = (error: unknown) =>
    run.failed(error, field, field.nullable, path ?? below(parent, field.key, field.parentType.name));
  try {
    const info = field.needsInfo ? run.infoOf(field, path as Path) : undefined;
    const value = field.resolve(source, run.argumentsOf(field), run.context, info as GraphQLResolveInfo);
    const place = { run, field, info };
    if (isPromise(value))
      return value.then((known) => field.completion(known, place, path)).then(undefined, fail);
    const completed = field.completion(value, place, path);
    return isPromise(completed) ? completed.then(undefined, fail) : completed;
  } catch (error) {
    return fail(error);
  }
}
