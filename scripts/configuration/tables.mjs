import { aboutOf, defaultOf, entriesOf, factsOf, itemOf } from '../../dist/platform/config/setting-tree.js';

/** `<!-- settings: PATH … -->`, the table, `<!-- end -->`; a path leads through lists: `servers.tls`. */
const PLACES = /<!-- settings: ([\w. ]+) -->[^]*?<!-- end -->/g;

/** A page with a table of settings at each of its markers. What has a table of its own is one row in that of its group. */
export function withTables(page, root) {
  const marked = [...page.matchAll(PLACES)].flatMap(([, paths]) => paths.split(' '));
  return page.replace(PLACES, (_whole, paths) => {
    const rows = paths.split(' ').flatMap((path) => rowsAt(path.split('.'), root, new Set(marked)));
    return `<!-- settings: ${paths} -->\n\n${table(rows)}\n\n<!-- end -->`;
  });
}

/** Keys are told from the last list on. */
function rowsAt(path, root, marked) {
  let setting = root;
  let shown = [];
  for (const step of path) {
    setting = entriesOf(setting)[step];
    if (setting === undefined) throw new Error(`there is no setting ${path.join('.')}`);
    shown = [...shown, step];
    const item = itemOf(setting);
    if (item !== null) [setting, shown] = [item, []];
  }
  return entriesOf(setting) === null ? [row(shown, setting)] : rowsIn(setting, path, shown, marked);
}

function rowsIn(group, path, shown, marked) {
  return Object.entries(entriesOf(group)).flatMap(([key, setting]) => {
    const [full, name] = [
      [...path, key],
      [...shown, key],
    ];
    const isGroup = entriesOf(setting) !== null;
    if (!isGroup || marked.has(full.join('.'))) return [row(name, setting)];
    const own = defaultOf(setting) === null ? [row(name, setting)] : [];
    return [...own, ...rowsIn(setting, full, name, marked)];
  });
}

function row(name, setting) {
  const { what = 'a group of keys', secret } = factsOf(setting);
  const value = secret ? `${what}; never shown` : what;
  return [`\`${name.join('.')}\``, value, defaultText(setting), aboutOf(setting)];
}

function defaultText(setting) {
  const fallback = defaultOf(setting);
  if (fallback === undefined) return 'required';
  if (fallback === null || (Array.isArray(fallback) && fallback.length === 0)) return 'none';
  if (Array.isArray(fallback)) return `\`${fallback.join(', ')}\``;
  if (typeof fallback === 'object')
    return Object.values(fallback).length === 0 ? 'none' : `\`${JSON.stringify(fallback)}\``;
  return `\`${fallback}\``;
}

function table(rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(['Key', 'Value', 'Default', 'Meaning']),
    line(['---', '---', '---', '---']),
    ...rows.map(line),
  ].join('\n');
}
