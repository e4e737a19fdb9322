import * as v from 'valibot';
import { parseDuration } from '../../core/model/duration.js';
import type { Milliseconds } from '../../core/model/instant.js';
import { Secret } from './secret.js';

/** A setting, or a kind of settings, whose checked value is a T. */
export type Setting<T> = v.GenericSchema<unknown, T>;

/** What messages, documentation and editors say of a kind of settings. */
export type Facts = {
  /** What is expected, to stand behind that word. */
  readonly what: string;
  /** The same for each value of a mapping with free names. */
  readonly each?: string;
  /** Every value there is, to name the one that was probably meant. */
  readonly words?: readonly string[];
  /** What was found is never shown. */
  readonly secret?: boolean;
  /** An address: what is none may be a password that got into the wrong line, and is not shown either. */
  readonly address?: boolean;
  /** For editors: JSON Schema. */
  readonly schema: object;
};

/** A setting that has to be there. */
export function required<T>(kind: Setting<T>, about: string): Setting<T> {
  return v.pipe(kind, v.description(about));
}

/** A setting that may be left out, or be a key with nothing after it; then it is null. */
export function optional<T>(kind: Setting<T>, about: string): Setting<T | null> {
  return v.nullish(required(kind, about), null);
}

/** A setting with a default, given as it would be written in the file. */
export function setting<T>(kind: Setting<T>, fallback: unknown, about: string): Setting<T> {
  return v.nullish(required(kind, about), fallback) as Setting<T>;
}

/** A group of settings, and no others. */
export function section<T extends Record<string, Setting<unknown>>>(
  entries: T,
): Setting<{ readonly [K in keyof T]: v.InferOutput<T[K]> }> {
  return v.strictObject(entries) as Setting<{ readonly [K in keyof T]: v.InferOutput<T[K]> }>;
}

/** A group of settings, or one word instead of it. */
export function sectionOr<const W extends string, T extends Record<string, Setting<unknown>>>(
  word: W,
  entries: T,
): Setting<W | { readonly [K in keyof T]: v.InferOutput<T[K]> }> {
  const [literal, group] = [v.literal(word), section(entries)];
  const either = v.lazy<Setting<W | { readonly [K in keyof T]: v.InferOutput<T[K]> }>>((value) =>
    typeof value === 'string' ? literal : group,
  );
  return kind(Object.assign(either, { entries }), {
    what: `a group of keys, or ${word}`,
    words: [word],
    schema: { const: word },
  });
}

/** Rules with what is to be said of them. */
export function kind<T>(rules: Setting<T>, facts: Facts): Setting<T> {
  return v.pipe(rules, v.metadata(facts));
}

export function listOf<T>(item: Setting<T>, what: string, atLeast = 0): Setting<readonly T[]> {
  return kind(v.pipe(v.array(item), v.minLength(atLeast)), { what, schema: { minItems: atLeast } });
}

export function text(what = 'a text'): Setting<string> {
  return judged(what, () => undefined);
}

/** A text of one shape. */
export function shaped(shape: RegExp, what: string, more: Partial<Facts> = {}): Setting<string> {
  const schema = { type: 'string', pattern: shape.source };
  return kind(v.pipe(v.string(), v.regex(shape)), { what, schema, ...more });
}

/** A text that holds by a rule of its own; `problemOf` gives the message of a mistake, or true where "expected WHAT" says enough. */
export function judged(
  what: string,
  problemOf: (text: string) => string | boolean | undefined,
  more: Partial<Facts> = {},
): Setting<string> {
  const judge = v.rawCheck<string>(({ dataset, addIssue }) => {
    const problem = dataset.typed && !dataset.issues && problemOf(dataset.value);
    if (problem) addIssue({ message: problem === true ? `expected ${what}` : problem });
  });
  return kind(v.pipe(v.string(), v.regex(/\S/), judge), { what, schema: { type: 'string' }, ...more });
}

/** An address that holds by a rule of its own. */
export function address(
  what: string,
  problemOf: (text: string) => string | boolean | undefined,
): Setting<string> {
  return judged(what, problemOf, { address: true });
}

/** A text that is never shown, neither in messages nor once it is read. */
export function secret(text: Setting<string>): Setting<Secret> {
  return v.pipe(
    text,
    v.metadata({ secret: true }),
    v.transform((value) => new Secret(value)),
  );
}

export function oneOf<const W extends string>(words: readonly W[]): Setting<W> {
  return kind(v.picklist(words), { what: either(words), words, schema: { enum: words } });
}

/** A list of words. */
export function manyOf<const W extends string>(
  words: readonly W[],
  what: string,
  atLeast = 1,
): Setting<readonly W[]> {
  const schema = { type: 'array', items: { enum: words }, minItems: atLeast };
  return kind(v.pipe(v.array(v.picklist(words)), v.minLength(atLeast)), { what, words, schema });
}

/** A list of texts that each hold by a rule. */
export function texts(what: string, holds: (text: string) => boolean = Boolean): Setting<readonly string[]> {
  const schema = { type: 'array', items: { type: 'string' } };
  return kind(v.array(v.pipe(v.string(), v.check(holds))), { what, schema });
}

export function flag(): Setting<boolean> {
  return kind(v.boolean(), { what: 'true or false', schema: { type: 'boolean' } });
}

export function whole(min: number, max: number): Setting<number> {
  return kind(v.pipe(number(), v.integer(), v.minValue(min), v.maxValue(max)), {
    what: `a whole number from ${min} to ${max}`,
    schema: { type: 'integer', minimum: min, maximum: max },
  });
}

export function fraction(): Setting<number> {
  return kind(v.pipe(number(), v.minValue(0), v.maxValue(1)), {
    what: 'a number from 0 to 1',
    schema: { type: 'number', minimum: 0, maximum: 1 },
  });
}

/** An ISO 8601 duration between two others, read as milliseconds. */
export function duration(min: string, max: string, example: string): Setting<Milliseconds> {
  const [least, most] = [parseDuration(min) ?? 0, parseDuration(max) ?? 0];
  const length = v.pipe(v.string(), v.transform(parseDuration), v.number());
  return kind(v.pipe(length, v.minValue(least), v.maxValue(most)), {
    what: `an ISO 8601 duration from ${min} to ${max}, such as ${example}`,
    schema: { type: 'string', pattern: '^P', examples: [example] },
  });
}

/** Free names with values of one kind. */
export function namesWith<T>(
  value: Setting<T>,
  facts: Omit<Facts, 'schema'>,
  atLeast = 0,
): Setting<ReadonlyMap<string, T>> {
  const mapping = v.pipe(
    v.custom<object>(isMapping),
    v.transform((names) => new Map<string, unknown>(Object.entries(names))),
  );
  return kind(v.pipe(mapping, v.minSize(atLeast), v.map(v.string(), value)), {
    ...facts,
    schema: { type: 'object', minProperties: atLeast },
  });
}

/** Whether a value is a mapping of YAML. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number; a text that reads as one is taken for it, because references give texts. */
function number(): Setting<number> {
  return v.pipe(
    v.unknown(),
    v.transform((value) =>
      typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value,
    ),
    v.number(),
  );
}

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
