import { changesBetween, unannounced } from '../../scripts/schema/changes.mjs';

const RELEASED = `
  type Query { list(first: Int): [Thing!]! gone: String kinds: Kind }
  type Thing { id: ID! name: String! size: Int }
  input Filter { name: String }
  enum Kind { A B }
  type Lost { id: ID }`;

const NOW = `
  type Query { list(first: Int!, after: String): [Thing!]! kinds: Kind more(of: Int): Thing }
  type Thing { id: ID! name: String size: Float extra: Int }
  input Filter { name: String! }
  enum Kind { A C }`;

describe('changes of the schema since the last release', () => {
  const { breaking, dangerous, added } = changesBetween(RELEASED, NOW);

  it('name the place of every break as the changelog has to', () => {
    expect(breaking.map(({ at }) => at).sort()).toEqual(
      ['Filter.name', 'Kind.B', 'Lost', 'Query.gone', 'Query.list', 'Thing.name', 'Thing.size'].sort(),
    );
  });

  it('are silent breaks unless the section on what is not released names them', () => {
    const changelog = (text: string): string =>
      `# Changelog\n\n## [Unreleased]\n\n${text}\n\n## [0.1.0] - 2026-11-21\n\n- \`Query.gone\`, \`Kind.B\`\n`;
    expect(unannounced(breaking, changelog(''))).toEqual(breaking);
    const told = changelog(breaking.map(({ at }) => `- \`${at}\`: ask for something else.`).join('\n'));
    expect(unannounced(breaking, told)).toEqual([]);
    expect(unannounced(breaking, changelog('- `Query.gone`')).map(({ at }) => at)).not.toContain(
      'Query.gone',
    );
  });

  it('of an interface are named once for all types that have it', () => {
    const shared = 'interface Named { name: String } type A implements Named { name: String }';
    const before = `type Query { a: A } ${shared}`;
    const after =
      'type Query { a: A } interface Named { title: String } type A implements Named { title: String }';
    const { breaking: renamed } = changesBetween(before, after);
    expect(renamed.map(({ at }) => at).sort()).toEqual(['A.name', 'Named.name']);
    expect(unannounced(renamed, '## [Unreleased]\n\n- `Named.name` is `title`.\n')).toEqual([]);
    expect(unannounced(renamed, '## [Unreleased]\n\n- `A.name` is `title`.\n').map(({ at }) => at)).toEqual([
      'Named.name',
    ]);
  });

  it('tell what is new, and what may surprise', () => {
    expect(added).toEqual(['Query.list(after:)', 'Query.more', 'Thing.extra', 'Float', 'Kind.C']);
    expect(dangerous.map(({ at }) => at).sort()).toEqual(['Kind.C', 'Query.list']);
  });
});
