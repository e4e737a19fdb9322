import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import type { GraphQLInputObjectType, GraphQLNamedType, GraphQLType } from 'graphql';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** What a mutation writes is read on this type. */
const MADE: Readonly<Record<string, string>> = {
  vbAwsCreateSlaPolicy: 'VbAwsSlaPolicy',
  vbAwsEditSlaPolicy: 'VbAwsSlaPolicy',
  vbrCreateRepository: 'VbrRepository',
  vbrEditRepository: 'VbrRepository',
  vbrCreateScaleOutRepository: 'VbrScaleOutRepository',
  vbrEditScaleOutRepository: 'VbrScaleOutRepository',
};

/** What is not read under its name, and why. docs/schema.md has the same list in words. */
const NOT_READ: Readonly<Record<string, string>> = {
  'VbAwsEditSlaPolicyInput.policy': 'names what is edited: its `id`',
  'VbrEditRepositoryInput.repository': 'names what is edited: its `id`',
  'VbrEditScaleOutRepositoryInput.repository': 'names what is edited: its `id`',
  'VbrCreateRepositoryInput.importBackup':
    'is done once, when it is made; `settings` tells it since 1.3-rev2',
  'VbrCreateRepositoryInput.importIndex': 'is done once, when it is made; `settings` tells it since 1.3-rev2',
  'VbrCreateRepositoryInput.overwriteOwner': 'is done once, when it is made',
};

/** The kind of storage is chosen by a field of its own, and read as `nativeType`; what is in it is read from `settings`. */
const READ_FROM: Readonly<Record<string, string>> = { storage: 'settings' };

/** Every way in which a field of an input, at whatever depth, is not readable on a type. */
function unreadable(input: GraphQLInputObjectType, output: GraphQLNamedType, path: string): string[] {
  if (!isObjectType(output) && !isInterfaceType(output)) return [`${path}: read as ${output.name}`];
  const fields = output.getFields();
  return Object.values(input.getFields()).flatMap(({ name, type }) => {
    if (name === 'idempotencyKey' || NOT_READ[`${input.name}.${name}`] !== undefined) return [];
    const where = `${path}.${name}`;
    const written = getNamedType(type);
    if (input.isOneOf && isInputObjectType(written)) return unreadable(written, output, where);
    const read = fields[READ_FROM[name] ?? name];
    const behind = objectBehind(name, fields);
    if (read === undefined) return behind === undefined || !isIds(written.name) ? [where] : [];
    if (isList(type) !== isList(read.type))
      return [`${where}: ${String(type)} is read as ${String(read.type)}`];
    const shown = getNamedType(read.type);
    if (isInputObjectType(written)) return unreadable(written, shown, where);
    if (written === shown) return [];
    return written.name === 'ID' && hasId(shown)
      ? []
      : [`${where}: ${String(type)} is read as ${String(read.type)}`];
  });

  /** `foo { nativeId }` for `fooId`, `foos { nativeId }` for `fooIds`. */
  function objectBehind(name: string, all: typeof fields): GraphQLNamedType | undefined {
    const found = all[name.replace(/Id(s?)$/, '$1')];
    const named = found && getNamedType(found.type);
    return name.match(/Ids?$/) && named && 'getFields' in named && 'nativeId' in named.getFields()
      ? named
      : undefined;
  }
}

function isIds(type: string): boolean {
  return type === 'ID' || type === 'String';
}

function isList(type: GraphQLType): boolean {
  return isListType(getNullableType(type));
}

function hasId(type: GraphQLNamedType): boolean {
  return (
    (isObjectType(type) || isInterfaceType(type)) && getNamedType(type.getFields()['id']?.type)?.name === 'ID'
  );
}

const changes = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ name }) =>
  /^[a-z0-9]+(Create|Edit)/i.test(name),
);

it('knows what every mutation that creates or edits makes', () => {
  expect(changes.map(({ name }) => name).toSorted()).toEqual(Object.keys(MADE).toSorted());
});

it.each(changes.map((change) => [change.name, change] as const))(
  'lets everything that %s writes be read under the same name',
  (name, { args }) => {
    const input = getNamedType(args.find((argument) => argument.name === 'input')?.type);
    const output = schema.getType(MADE[name] ?? '');
    if (!isInputObjectType(input) || output === undefined) throw new TypeError(`${name} takes no input`);
    expect(unreadable(input, output, name)).toEqual([]);
  },
);

it('has no exception that is none', () => {
  const fields = Object.keys(NOT_READ).map((place) => place.split('.'));
  for (const [type = '', field = ''] of fields) {
    const input = schema.getType(type);
    expect(isInputObjectType(input) && field in input.getFields()).toBe(true);
  }
});
