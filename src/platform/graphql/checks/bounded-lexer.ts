import { Lexer, TokenKind, syntaxError } from 'graphql';
import type { Token } from 'graphql';

/** Brackets inside each other: parsing, validating and executing call themselves for each. */
const DEEPEST_NESTING = 1_000;
/** Of aliases, operations, variables and all else: each row of an answer repeats the aliases. */
const LONGEST_NAME = 100;
const LONGEST_NUMBER = 40;
/** Characters of one text in an input, in the document or in a variable: room for a certificate. */
export const LONGEST_TEXT = 16_384;

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);
const LONGEST: ReadonlyMap<TokenKind, number> = new Map([
  [TokenKind.NAME, LONGEST_NAME],
  [TokenKind.INT, LONGEST_NUMBER],
  [TokenKind.FLOAT, LONGEST_NUMBER],
  [TokenKind.STRING, LONGEST_TEXT],
  [TokenKind.BLOCK_STRING, LONGEST_TEXT],
]);

/** Reads the words of a document and stops at the first that is too long or stands too deep. */
export class BoundedLexer extends Lexer {
  /** Words read so far. */
  tokens = 0;
  private nesting = 0;

  override advance(): Token {
    const token = super.advance();
    this.tokens += 1;
    const longest = LONGEST.get(token.kind);
    if (longest !== undefined && token.value.length > longest)
      throw this.refusal(
        token,
        `a ${token.kind} of ${token.value.length} characters, and ${longest} are allowed`,
      );
    if (OPENING.has(token.kind)) this.nesting += 1;
    else if (CLOSING.has(token.kind)) this.nesting -= 1;
    if (this.nesting > DEEPEST_NESTING)
      throw this.refusal(token, `more than ${DEEPEST_NESTING} brackets inside each other`);
    return token;
  }

  private refusal({ start }: Token, found: string): Error {
    return syntaxError(this.source, start, `found ${found}.`);
  }
}
