// npm run documents: writes documents.ts, the board's documents with the types of their answers, from the *.graphql
// beside it and ../../schema.graphql. A document that the schema does not answer fails it.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Kind, buildSchema, parse, print, validate, visit } from 'graphql';
import { helpIfAsked } from '../../scripts/help.mjs';
import { typesOf } from './types.mjs';

const FOLDER = new URL('./', import.meta.url);
const SCHEMA = new URL('../../schema.graphql', import.meta.url);
const WRITTEN = new URL('documents.ts', FOLDER);

/** Every operation of the board by its name, each with the fragments it needs, as it is sent. Throws for one that the schema does not answer. */
export function readDocuments() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'));
  const document = parse(
    names
      .sort()
      .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
      .join('\n'),
  );
  const schema = buildSchema(readFileSync(SCHEMA, 'utf8'));
  const problems = validate(schema, document);
  if (problems.length > 0)
    throw new Error(`the board asks what the schema does not answer:\n${problems.join('\n')}`);
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const texts = operations.map((operation) => [
    operation.name.value,
    [operation, ...fragmentsIn(operation, fragments)].map(print).join('\n\n'),
  ]);
  return { schema, operations, fragments, texts: new Map(texts) };
}

/** In the order of their definition. */
function fragmentsIn(definition, fragments, found = new Set()) {
  visit(definition, {
    FragmentSpread({ name }) {
      const fragment = fragments.find((one) => one.name.value === name.value);
      if (found.has(fragment)) return;
      found.add(fragment);
      fragmentsIn(fragment, fragments, found);
    },
  });
  return fragments.filter((fragment) => found.has(fragment));
}

function moduleOf({ schema, operations, fragments, texts }) {
  return `// Made by "npm run documents" from the *.graphql beside it and from the schema.

/** An operation as it is sent, with the types of its variables and of what it gives. */
export interface Document<Result, Variables> {
  readonly name: string;
  readonly text: string;
  /** Never there: it only carries the types. */
  readonly types?: (variables: Variables) => Result;
}

${typesOf(schema, operations, fragments)}
${[...texts].map(([name, text]) => `export const ${name}: Document<${name}Result, ${name}Variables> = {\n  name: '${name}',\n  text: ${JSON.stringify(text)},\n};\n`).join('\n')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  helpIfAsked(`usage: npm run documents -- [--check]

Writes board/documents/documents.ts, the board's documents with the types of their answers, from the *.graphql beside it and the schema.

  --check   changes nothing and says whether it is stale
  --help    prints this`);
  const text = moduleOf(readDocuments());
  if (!process.argv.includes('--check')) writeFileSync(WRITTEN, text);
  else if (readFileSync(WRITTEN, 'utf8') !== text) {
    process.stderr.write(`${fileURLToPath(WRITTEN)} is stale: run "npm run documents" and commit it\n`);
    process.exitCode = 1;
  }
}
