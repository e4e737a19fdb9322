import { GraphQLError, Kind, Source, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { QueryLimits } from '../../config/gateway-config.js';
import { SharedMemory } from '../shared-memory.js';
import { BoundedLexer } from './bounded-lexer.js';
import { DocumentMeasure } from './document-size.js';
import { validationWork } from './document-work.js';
import { LIMIT_EXCEEDED, MOST_ERRORS, asRefusal, refusal } from './refusals.js';

const MEBIBYTE = 2 ** 20;
const ROOM = 32 * MEBIBYTE;
/** What a word of a document takes in memory, with its nodes, as measured. */
const BYTES_PER_TOKEN = 500;
const BYTES_PER_DOCUMENT = 2_000;

/** A page of examples has dozens of operations. */
const MOST_OPERATIONS = 100;
const MOST_SELECTIONS = 20_000;
const MOST_VALIDATION_WORK = 250_000;

const SIZES = ['depth', 'aliases', 'rootFields', 'directives', 'fields'] as const;
const WORDS: Readonly<Record<(typeof SIZES)[number], string>> = {
  depth: 'a depth',
  aliases: 'a number of aliases',
  rootFields: 'a number of root fields',
  directives: 'a number of directives',
  fields: 'a number of fields',
};
const TOO_MANY_TOKENS = /^Syntax Error: Document contains more that \d+ tokens/;

/** A document that may be executed, or what is wrong with it. */
export type ReadDocument = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** Reads documents: bounded, parsed, measured, validated, in this order, so that nothing looks at what has no bound yet. */
export class Documents {
  private readonly known = new SharedMemory<ReadDocument>(ROOM, ROOM);

  constructor(private readonly limits: QueryLimits) {}

  /** What a text of an owner says; the same text is read once for as long as there is room. */
  read(schema: GraphQLSchema, text: string, owner: string): ReadDocument {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const lexer = new BoundedLexer(new Source(text));
    const read = this.readWith(lexer, schema);
    const size = BYTES_PER_DOCUMENT + text.length * 2 + lexer.tokens * BYTES_PER_TOKEN;
    this.known.set(text, read, size, owner);
    return read;
  }

  private readWith(lexer: BoundedLexer, schema: GraphQLSchema): ReadDocument {
    try {
      const document = this.parsed(lexer);
      this.checkSize(document);
      const errors = validated(schema, document);
      if (errors.length > 0)
        return { errors: errors.map((error) => asRefusal(error, 'GRAPHQL_VALIDATION_FAILED')) };
      return { document };
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }

  private parsed(lexer: BoundedLexer): DocumentNode {
    try {
      return parse(lexer.source, { lexer, maxTokens: this.limits.tokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (TOO_MANY_TOKENS.test(error.message))
        throw refusal(error.message, 400, { code: LIMIT_EXCEEDED, limit: 'tokens' });
      throw asRefusal(error, 'GRAPHQL_PARSE_FAILED');
    }
  }

  private checkSize(document: DocumentNode): void {
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operations.length > MOST_OPERATIONS) throw tooMuch('operations', operations.length, MOST_OPERATIONS);
    const measure = new DocumentMeasure(document);
    for (const operation of operations as OperationDefinitionNode[]) {
      const size = measure.operation(operation);
      for (const name of SIZES)
        if (size[name] > this.limits[name]) throw exceeded(name, WORDS[name], this.limits[name], size[name]);
      if (size.selections > MOST_SELECTIONS) throw tooMuch('selections', size.selections, MOST_SELECTIONS);
    }
    if (validationWork(document, MOST_VALIDATION_WORK) > MOST_VALIDATION_WORK)
      throw refusal(
        'the query selects the same fields and fragments too often to be compared with each other',
        400,
        {
          code: LIMIT_EXCEEDED,
          limit: 'repetitions',
        },
      );
  }
}

/** What is wrong with a document. One of GraphQL's rules throws its error: conditions with variables around the field of a subscription. */
function validated(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  try {
    return validate(schema, document, undefined, { maxErrors: MOST_ERRORS });
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** An operation asks for more than a configured limit allows. */
export function exceeded(
  limit: keyof QueryLimits,
  words: string,
  allowed: number,
  actual: number,
): GraphQLError {
  return refusal(`the query has ${words} of ${actual}, and the limit is ${allowed} (limits.${limit})`, 400, {
    code: LIMIT_EXCEEDED,
    limit,
    allowed,
    actual,
  });
}

function tooMuch(limit: string, actual: number, allowed: number): GraphQLError {
  return refusal(`the document has ${actual} ${limit}, and the limit is ${allowed}`, 400, {
    code: LIMIT_EXCEEDED,
    limit,
    allowed,
    actual,
  });
}
