import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema, isAbstractType, isScalarType, isSpecifiedScalarType, parse, validate } from 'graphql';

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

const QUERIES = PAGES.flatMap((page) =>
  matches(readFileSync(page, 'utf8'), /```graphql\n([\s\S]*?)```/g).map((query, index) => ({
    page,
    number: index + 1,
    query,
  })),
);

describe.each(PAGES)('%s', (page) => {
  it('links only to files that exist', () => {
    const links = matches(readFileSync(page, 'utf8'), /\]\((?!https?:|#)([^)#\s]+)/g);
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  it('names only tests that exist', () => {
    const named = matches(readFileSync(page, 'utf8'), /`(test\/[\w./-]+\.spec\.ts)`/g);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = matches(readFileSync(page, 'utf8'), /npm run ([a-z:-]+)/g);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it.each(QUERIES)('query $number of $page fits the schema', ({ query }) => {
  expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
});

it('shows the acceptance questions as queries', () => {
  expect(QUERIES.filter(({ page }) => page === join('docs', 'schema.md')).length).toBeGreaterThanOrEqual(10);
});

describe('docs/clients', () => {
  it.each(['apollo-client', 'urql', 'graphql-request'])('shows the settings that are tested: %s', (name) => {
    const settings = readFileSync(`test/e2e/clients/${name}.ts`, 'utf8').replace(
      /^.*eslint-disable.*\n/gm,
      '',
    );
    expect(matches(readFileSync(`docs/clients/${name}.md`, 'utf8'), /```ts\n([\s\S]*?)```/g)).toEqual([
      settings,
    ]);
  });

  it('has the possible types of every interface', () => {
    const abstract = Object.values(schema.getTypeMap()).filter(
      (type) => isAbstractType(type) && !type.name.startsWith('__'),
    );
    const possible = abstract.map((type) => [
      type.name,
      (isAbstractType(type) ? schema.getPossibleTypes(type) : []).map(({ name }) => name).sort(),
    ]);
    expect(abstract.length).toBeGreaterThan(3);
    expect(JSON.parse(readFileSync('docs/clients/possible-types.json', 'utf8'))).toEqual(
      Object.fromEntries(possible),
    );
  });

  it('names only scalars that exist, and all of them', () => {
    const page = readFileSync('docs/clients/relay.md', 'utf8');
    const [block = ''] = matches(page, /"customScalarTypes": \{([^}]*)\}/g);
    const scalars = Object.values(schema.getTypeMap()).filter(
      (type) => isScalarType(type) && !isSpecifiedScalarType(type),
    );
    expect(matches(block, /"(\w+)":/g).sort()).toEqual(scalars.map(({ name }) => name).sort());
  });
});
