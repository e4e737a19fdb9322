import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, ErrorCode, Node } from 'yaml';
import type { ConfigPath } from './problem-list.js';

/** The parser's own messages may quote the text around a mistake, which may be a password; these never do. */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'this value begins with "*", which has a meaning in YAML: put it in quotes',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins an escape that YAML does not know: use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines before it',
  BAD_SCALAR_START: 'this value begins with a character that has a meaning in YAML: put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'there is more than one "key: value" in one line: put them on lines of their own',
  BLOCK_IN_FLOW: 'a list or mapping in several lines cannot stand inside { } or [ ]',
  DUPLICATE_KEY: 'this key is there twice',
  MISSING_CHAR: 'a closing quote, bracket or comma, or the space after a colon, is missing',
  MULTILINE_IMPLICIT_KEY: 'a key must be on one line and be followed by a colon',
  MULTIPLE_DOCS: 'the file holds more than one YAML document',
  TAB_AS_INDENT: 'a tab is used as indentation: use spaces',
  UNEXPECTED_TOKEN: 'this does not fit here; inside { } and [ ], put values such as "${env:NAME}" in quotes',
  TAG_RESOLVE_FAILED: 'this value begins with "!", which has a meaning in YAML: put it in quotes',
};

export interface YamlMistake {
  readonly line: number;
  readonly message: string;
}

/** A YAML text with its positions. */
export class YamlSource {
  readonly mistakes: readonly YamlMistake[];
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    const { errors, warnings } = this.document;
    const found = [...errors, ...warnings].map(({ code, pos }) => ({ code, offset: pos[0] }));
    this.mistakes = oneEach([...found, ...this.danglingAliases()]).map(({ code, offset }) => ({
      line: this.lines.linePos(offset).line,
      message: MESSAGES[code] ?? `this is not valid YAML (${code})`,
    }));
  }

  /** Plain objects, lists and scalars. Read it only when there are no mistakes. */
  toPlain(): unknown {
    return this.document.toJS();
  }

  /** The line of a key or list item; of the nearest place above when it is not there. */
  lineOf(path: ConfigPath): number | undefined {
    let node: Node | null | undefined = this.document.contents;
    let offset = node?.range?.[0];
    for (const step of path) {
      const next = this.child(node, step);
      if (!next) break;
      offset = next.offset;
      node = next.node;
    }
    return offset === undefined ? undefined : this.lines.linePos(offset).line;
  }

  private danglingAliases(): readonly Finding[] {
    const found: Finding[] = [];
    visit(this.document, {
      Alias: (_key, alias) => {
        if (!alias.resolve(this.document)) found.push({ code: 'BAD_ALIAS', offset: alias.range?.[0] ?? 0 });
      },
    });
    return found;
  }

  private child(parent: Node | null | undefined, step: string | number): Place | undefined {
    const node = isAlias(parent) ? parent.resolve(this.document) : parent;
    if (isSeq<Node>(node)) return place(node.items[Number(step)]);
    if (!isMap<Node, Node | null>(node)) return undefined;
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
    return pair && { offset: pair.key.range?.[0] ?? 0, node: pair.value };
  }
}

interface Finding {
  readonly code: ErrorCode;
  readonly offset: number;
}

/** The first finding of each kind, in the order of the text: one slip makes the parser stumble many times. */
function oneEach(findings: readonly Finding[]): readonly Finding[] {
  const sorted = findings.toSorted((a, b) => a.offset - b.offset);
  return sorted.filter(({ code }, index) => sorted.findIndex((one) => one.code === code) === index);
}

interface Place {
  readonly offset: number;
  readonly node: Node | null;
}

function place(node: Node | undefined): Place | undefined {
  return node?.range ? { offset: node.range[0], node } : undefined;
}
