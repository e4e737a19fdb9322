import {
  LineCounter,
  Parser,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';
import type { CST, Document, ErrorCode, Node, YAMLMap } from 'yaml';
import { ConfigurationError } from './configuration-error.js';
import type { ConfigurationProblem } from './configuration-error.js';
import type { ConfigPath } from './problem-list.js';

const TOO_DEEP = 'lists and groups stand too deep inside each other';

/** Lists and groups inside each other: no configuration has so many. */
const DEEPEST = 100;

/** More are no configuration; reading each takes its time. */
const MOST_ALIASES = 1_000;

/** The parser's own messages may quote the text around a mistake, which may be a password; these never do. */
const MESSAGES: Partial<Record<Finding['code'], string>> = {
  BAD_ALIAS: 'this value begins with "*", which has a meaning in YAML: put it in quotes',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins an escape that YAML does not know: use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines before it',
  CIRCLE: 'this alias stands inside what it stands for',
  TOO_MANY_ALIASES: `there are more than ${MOST_ALIASES} aliases (values that begin with "*")`,
  BAD_SCALAR_START: 'this value begins with a character that has a meaning in YAML: put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'there is more than one "key: value" in one line: put them on lines of their own',
  BLOCK_IN_FLOW: 'a list or mapping in several lines cannot stand inside { } or [ ]',
  COLLECTION_KEY: 'a list or group stands where a key must be',
  DUPLICATE_KEY: 'this key is there twice',
  MISSING_CHAR: 'a closing quote, bracket or comma, or the space after a colon, is missing',
  MULTILINE_IMPLICIT_KEY: 'a key must be on one line and be followed by a colon',
  MULTIPLE_DOCS: 'the file holds more than one YAML document',
  RESOURCE_EXHAUSTION: TOO_DEEP,
  TAB_AS_INDENT: 'a tab is used as indentation: use spaces',
  UNEXPECTED_TOKEN: 'this does not fit here; inside { } and [ ], put values such as "${env:NAME}" in quotes',
  TAG_RESOLVE_FAILED: 'this value begins with "!", which has a meaning in YAML: put it in quotes',
};

/** A YAML text without mistakes of YAML, with its positions. */
export class YamlSource {
  private constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
    private readonly plain: unknown,
  ) {}

  /** Throws ConfigurationError with every mistake; `file` is where the text stands. */
  static read(text: string, file: string): YamlSource {
    if (isTooDeep(text)) throw new ConfigurationError(file, [{ path: '', message: TOO_DEEP }]);
    const lines = new LineCounter();
    try {
      const document = parseDocument(text, {
        lineCounter: lines,
        prettyErrors: false,
        uniqueKeys: false,
      });
      const mistakes = mistakesIn(document, lines);
      if (mistakes.length > 0) throw new ConfigurationError(file, mistakes);
      return new YamlSource(document, lines, document.toJS());
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      // The parser throws on tags that objects have by nature, on depths beyond the stack and on aliases that multiply.
      throw new ConfigurationError(file, [{ path: '', message: reasonOf(error) }]);
    }
  }

  /** Plain objects, lists and scalars. */
  toPlain(): unknown {
    return this.plain;
  }

  /** Every text that is a value, with its comment on the same line. */
  texts(): readonly YamlText[] {
    const found: YamlText[] = [];
    visit(this.document, {
      Scalar: (key, node, above) => {
        if (key === 'key' || typeof node.value !== 'string') return;
        const path = pathOf([...above, node]);
        found.push({
          path,
          text: node.value,
          isQuoted: node.type !== 'PLAIN',
          comment: node.comment ?? null,
        });
      },
    });
    return found;
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

  private child(parent: Node | null | undefined, step: string | number): Place | undefined {
    const node = isAlias(parent) ? parent.resolve(this.document) : parent;
    if (isSeq<Node>(node)) return place(node.items[Number(step)]);
    if (!isMap<Node, Node | null>(node)) return undefined;
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
    return pair && { offset: pair.key.range?.[0] ?? 0, node: pair.value };
  }
}

export interface YamlText {
  readonly path: ConfigPath;
  readonly text: string;
  readonly isQuoted: boolean;
  /** Behind the "#"; null: there is none. */
  readonly comment: string | null;
}

function pathOf(nodes: readonly unknown[]): ConfigPath {
  return nodes.flatMap((node, index): ConfigPath => {
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    return isSeq(node) ? [node.items.indexOf(nodes[index + 1])] : [];
  });
}

interface Finding {
  readonly code: ErrorCode | 'CIRCLE' | 'COLLECTION_KEY' | 'TOO_MANY_ALIASES';
  readonly offset: number;
}

function mistakesIn(document: Document, lines: LineCounter): readonly ConfigurationProblem[] {
  const { errors, warnings } = document;
  const found = [...errors, ...warnings].map(({ code, pos }) => ({ code, offset: pos[0] }));
  return oneEach([...found, ...wrongNodes(document)]).map(({ code, offset }) => ({
    path: '',
    line: lines.linePos(offset).line,
    message: MESSAGES[code] ?? `this is not valid YAML (${code})`,
  }));
}

/** What the parser does not say, or only by comparing each key with every other: one walk finds it. */
function wrongNodes(document: Document): readonly Finding[] {
  const found: Finding[] = [];
  const anchors = new Map<string, unknown>();
  let aliases = 0;
  visit(document, (_key, node, above) => {
    if (isAlias(node)) {
      const offset = node.range?.[0] ?? 0;
      aliases += 1;
      if (aliases > MOST_ALIASES) {
        found.push({ code: 'TOO_MANY_ALIASES', offset });
        return visit.BREAK;
      }
      const target = anchors.get(node.source);
      if (target === undefined) found.push({ code: 'BAD_ALIAS', offset });
      else if (above.some((one) => one === target)) found.push({ code: 'CIRCLE', offset });
    } else if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string')
      anchors.set(node.anchor, node);
    if (isMap<Node, Node | null>(node))
      found.push(...keysThereTwice(node), ...collectionKeys(node, document));
    return undefined;
  });
  return found;
}

function keysThereTwice({ items }: YAMLMap<Node, Node | null>): readonly Finding[] {
  const seen = new Set<unknown>();
  return items.flatMap(({ key }): Finding[] => {
    const name = isScalar(key) ? key.value : key;
    if (seen.has(name)) return [{ code: 'DUPLICATE_KEY', offset: key.range?.[0] ?? 0 }];
    seen.add(name);
    return [];
  });
}

/** Such a key would be shown with all that stands in it, passwords included. */
function collectionKeys({ items }: YAMLMap<Node, Node | null>, document: Document): readonly Finding[] {
  return items.flatMap(({ key }): Finding[] => {
    const name = isAlias(key) ? key.resolve(document) : key;
    return isCollection(name) ? [{ code: 'COLLECTION_KEY', offset: key.range?.[0] ?? 0 }] : [];
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  if (error instanceof ReferenceError) return `aliases multiply to more than a configuration may hold`;
  return 'this is not valid YAML: a tag (a word that begins with "!") is not known';
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

/**
 * Composing a document calls itself for each level. Far down, where little of the stack is left, V8 may end the process instead of
 * throwing (when it compiles a regular expression there), so it is not let near: tokens come without recursion, and tell how deep they stand.
 */
function isTooDeep(text: string): boolean {
  const left: Placed[] = [];
  for (const token of new Parser().parse(text)) left.push({ token, depth: 0 });
  for (let placed = left.pop(); placed !== undefined; placed = left.pop()) {
    const depth = placed.depth + 1;
    if (depth > DEEPEST) return true;
    for (const token of inside(placed.token)) left.push({ token, depth });
  }
  return false;
}

interface Placed {
  readonly token: CST.Token;
  readonly depth: number;
}

function inside(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].flatMap((part) => part ?? []));
}
