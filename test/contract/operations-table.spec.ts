import { existsSync, readFileSync } from 'node:fs';
import { buildSchema, isInterfaceType, isObjectType } from 'graphql';

interface Row {
  operation: string;
  /** GraphQL coordinates such as `Mutation.vbrCreateRepository` or `VbAwsSlaPolicy.cost`. */
  coordinates: string[];
  tests: string[];
}

const ROWS = readFileSync('docs/operations.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| S\d+ /.test(line))
  .map((line): Row => {
    const cells = line.split('|').map((cell) => cell.trim());
    const quoted = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
    return { operation: cells[1]!, coordinates: quoted(cells[4]), tests: quoted(cells[5]) };
  });

const SCHEMA = buildSchema(readFileSync('schema.graphql', 'utf8'));

function exists(coordinate: string): boolean {
  const [typeName = '', fieldName] = coordinate.split('.');
  const type = SCHEMA.getType(typeName);
  if (fieldName === undefined) return type !== undefined;
  return (isObjectType(type) || isInterfaceType(type)) && type.getFields()[fieldName] !== undefined;
}

describe('docs/operations.md', () => {
  it('has a row for each of the 39 operations', () => {
    expect(ROWS.map(({ operation }) => operation)).toEqual(
      Array.from({ length: 39 }, (_none, index) => `S${index + 1}`),
    );
  });

  it.each(ROWS)(
    '$operation names what the schema has, and a test that is there',
    ({ coordinates, tests }) => {
      expect(coordinates).not.toEqual([]);
      expect(coordinates.filter((coordinate) => !exists(coordinate))).toEqual([]);
      expect(tests).not.toEqual([]);
      expect(tests.filter((file) => !existsSync(file))).toEqual([]);
    },
  );
});
