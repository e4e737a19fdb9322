import type { FormattedExecutionResult } from 'graphql';
import { OperationEnded } from '../../../core/errors/operation-ended.js';
import type { OperationBudget } from '../../../core/fairness/operation-budget.js';
import { endExtensions } from '../format-error.js';

/** From so many bytes on an answer is written in pieces. */
const LARGE = 2 ** 18;
/** A list of more items than this is written item by item. */
const LONG_LIST = 16;
/** So deep below a value a long list is looked for. */
const DEEPEST_LOOK = 4;

interface Measured {
  readonly budget: OperationBudget;
  /** Whether something was changed, which an end of the operation does not undo. */
  readonly isChange: boolean;
}

const inPieces = new WeakMap<object, Measured>();

/** Notes that an answer of about so many bytes is written within what its operation may use. */
export function noteSize(data: object, bytes: number, budget: OperationBudget): void {
  if (bytes >= LARGE) inPieces.set(data, { budget, isChange: false });
}

/** Notes that an answer to a change, which nobody has measured, is written within what its operation may use. */
export function noteChange(data: object, budget: OperationBudget): void {
  inPieces.set(data, { budget, isChange: true });
}

/** The text of an answer: at once, or if it is large in as many turns of the event loop as it takes. */
export function writeAnswer(result: FormattedExecutionResult): string | Promise<string> {
  const measured = result.data ? inPieces.get(result.data) : undefined;
  return measured === undefined ? `${JSON.stringify(result)}\n` : writeInPieces(result, measured);
}

async function writeInPieces(
  result: FormattedExecutionResult,
  { budget, isChange }: Measured,
): Promise<string> {
  const written: string[] = [];
  let length = 0;
  try {
    for (const piece of piecesOf(result)) {
      written.push(piece);
      length += piece.length;
      budget.answer(length);
      if (budget.isDue) await budget.turn();
    }
    return `${written.join('')}\n`;
  } catch (error) {
    if (!(error instanceof OperationEnded)) throw error;
    const message = isChange ? `${error.message}; the changes were made` : error.message;
    return `${JSON.stringify({ errors: [{ message, extensions: endExtensions(error) }], data: null })}\n`;
  }
}

function* piecesOf(value: unknown): Generator<string> {
  if (Array.isArray(value) && value.length > LONG_LIST) yield* itemsOf(value);
  else if (isObject(value) && hasLongList(value, DEEPEST_LOOK)) yield* partsOf(value);
  else yield JSON.stringify(value) ?? 'null';
}

function* itemsOf(items: readonly unknown[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield before;
    yield* piecesOf(item);
    before = ',';
  }
  yield ']';
}

function* partsOf(value: object): Generator<string> {
  if (Array.isArray(value)) return yield* itemsOf(value);
  let before = '{';
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* piecesOf(part);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function hasLongList(value: object, depth: number): boolean {
  if (Array.isArray(value) && value.length > LONG_LIST) return true;
  if (depth === 0) return false;
  return Object.values(value).some((part) => isObject(part) && hasLongList(part, depth - 1));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
