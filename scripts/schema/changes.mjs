// What a client of the last release meets in the schema as it is now.
import {
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** @returns {{ breaking: Change[], dangerous: Change[], added: string[] }} `Change`: { at: "Type.member", says: string } */
export function changesBetween(released, printed) {
  const [before, after] = [buildSchema(released), buildSchema(printed)];
  return {
    breaking: findBreakingChanges(before, after)
      .map(located)
      .map((change) => ({ ...change, covered: coveredBy(before, change.at) })),
    dangerous: findDangerousChanges(before, after).map(located),
    added: additions(before, after),
  };
}

/** Breaks of which the section on what is not released yet says nothing. */
export function unannounced(breaking, changelog) {
  const section = /^## \[Unreleased\]\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog)?.[1] ?? '';
  return breaking.filter(
    ({ at, covered }) => ![at, ...covered].some((name) => section.includes(`\`${name}\``)),
  );
}

/** docs/schema-changes.md */
export function changesPage(version, { breaking, dangerous, added }) {
  return `# Changes of the schema

What \`schema.graphql\` has that version ${version} had not, made from both by \`npm run schema\`. What to do about a break is in
[CHANGELOG.md](../CHANGELOG.md).

## Breaks

${listOf(breaking.map(({ says }) => says))}

## May surprise

Additions that a client may trip over: words of enums, arguments with a default, types of a union.

${listOf(dangerous.map(({ says }) => says))}

## Added

${listOf(added.map((at) => `\`${at}\``))}
`;
}

function listOf(lines) {
  return lines.length === 0 ? 'Nothing.' : lines.map((line) => `- ${line}`).join('\n');
}

/** The members of interfaces that a type's member is an instance of: who names one of these has named it. */
function coveredBy(schema, at) {
  const [name, member] = at.split('.');
  const type = schema.getType(name);
  if (member === undefined || !(isObjectType(type) || isInterfaceType(type))) return [];
  return type.getInterfaces().map((parent) => `${parent.name}.${member}`);
}

/** graphql-js names the place in its sentence only: "Type.field …", "field was removed from Type", "word was added to enum type Type". */
function located({ description }) {
  const at =
    /\b([A-Z]\w*\.\w+)/.exec(description)?.[1] ??
    /^(\w+) was \w+ (?:from|to) (?:\w+ type )?(\w+)/.exec(description);
  return {
    at: Array.isArray(at) ? `${at[2]}.${at[1]}` : (at ?? description.split(' ')[0]),
    says: description,
  };
}

function additions(before, after) {
  return Object.values(after.getTypeMap()).flatMap((type) => {
    const former = before.getType(type.name);
    if (former === undefined) return [type.name];
    const known = new Set(membersOf(former));
    return membersOf(type)
      .filter((member) => !known.has(member) && (known.has(fieldOf(member)) || fieldOf(member) === member))
      .map((member) => `${type.name}.${member}`);
  });
}

/** "field(argument:)" belongs to "field"; an argument of a field that is new itself is not told apart. */
function fieldOf(member) {
  return member.split('(')[0];
}

function membersOf(type) {
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, args = [] }) => [
    name,
    ...args.map((argument) => `${name}(${argument.name}:)`),
  ]);
}
