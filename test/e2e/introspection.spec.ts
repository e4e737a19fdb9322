import { getIntrospectionQuery } from 'graphql';
import type { IntrospectionQuery, IntrospectionType } from 'graphql';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';

let gateway: RunningGateway;
let types: readonly IntrospectionType[];
const environment = process.env['NODE_ENV'];

beforeAll(async () => {
  // The schema is shown in production as well.
  process.env['NODE_ENV'] = 'production';
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:1' }]);
  const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true });
  const { data } = await gateway.ask<IntrospectionQuery>(query);
  types = data.__schema.types.filter(({ name }) => !name.startsWith('__'));
});
afterAll(async () => {
  process.env['NODE_ENV'] = environment;
  await gateway.close();
});

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

interface Placed {
  readonly place: string;
  readonly name: string;
  readonly text: string;
}

/** Everything of a type that a client can name, by its place. */
function partsOf(type: IntrospectionType): readonly Placed[] {
  switch (type.kind) {
    case 'OBJECT':
    case 'INTERFACE':
      return [
        ...within(type.name, type.fields),
        ...type.fields.flatMap(({ name, args }) => within(`${type.name}.${name}`, args)),
      ];
    case 'INPUT_OBJECT':
      return within(type.name, type.inputFields);
    case 'ENUM':
      return within(type.name, type.enumValues);
    default:
      return [];
  }
}

function within(place: string, parts: readonly Described[]): Placed[] {
  return parts.map(({ name, description }) => ({ name, place: `${place}.${name}`, text: description ?? '' }));
}

function undescribed(parts: readonly Placed[]): string[] {
  return parts.filter(({ text }) => text.trim() === '').map(({ place }) => place);
}

describe('the schema as clients see it', () => {
  it('describes every type', () => {
    expect(types.length).toBeGreaterThan(100);
    expect(undescribed(within('schema', types))).toEqual([]);
  });

  it('describes every field, argument, input field and enum value', () => {
    const parts = types.flatMap(partsOf);
    expect(parts.length).toBeGreaterThan(1000);
    expect(undescribed(parts)).toEqual([]);
  });

  it('describes no field by its mere name', () => {
    const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
    const empty = types
      .filter(({ kind }) => kind !== 'ENUM')
      .flatMap(partsOf)
      .filter(({ name, text }) => plain(text) === plain(name));
    expect(empty).toEqual([]);
  });

  it('shows what every product adds', () => {
    const names = new Set(types.map(({ name }) => name));
    for (const prefix of ['Vbr', 'VbAws', 'VbM365'])
      expect([...names].some((name) => name.startsWith(prefix))).toBe(true);
  });
});
