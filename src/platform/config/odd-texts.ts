import type { Setting } from './kinds.js';
import { formatPath } from './problem-list.js';
import { factsOf, placeAt } from './setting-tree.js';
import type { YamlSource, YamlText } from './yaml-source.js';

const REFERENCE = /\$\{(env|file):[^}]*\}/;
/** As shells, Windows and templates write them. */
const VARIABLE = /^(\$\w+|\$\(.+\)|%\w+%|\{\{.*\}\})$/;
const VARIABLE_INSIDE = /\$[A-Z_][A-Z0-9_]+|%[A-Z_][A-Z0-9_]+%|\{\{.*\}\}/;

/** Texts that are right, but most likely not what was meant. They are not quoted: they may be secret. */
export function oddTexts(source: YamlSource, root: Setting<unknown>): readonly string[] {
  const written = source.toPlain();
  return source.texts().flatMap((found) => {
    const { setting, path } = placeAt(root, written, found.path);
    const isSecret = factsOf(setting).secret ?? false;
    const odd = oddityOf(found, isSecret);
    return odd === undefined ? [] : [`${formatPath(path)}: ${odd}`];
  });
}

function oddityOf({ text, isQuoted, comment }: YamlText, isSecret: boolean): string | undefined {
  if (VARIABLE.test(text) || (!isSecret && VARIABLE_INSIDE.test(text)))
    return 'this looks like a variable that was not replaced; only ${env:NAME} and ${file:PATH} are';
  if (isQuoted || comment === null || REFERENCE.test(text)) return undefined;
  return isSecret || /^\S/.test(comment)
    ? 'what stands behind " #" is a comment; where it belongs to the value, put the whole value in quotes'
    : undefined;
}
