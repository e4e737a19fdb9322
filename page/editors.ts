import { json } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import type { Extension, Transaction } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { graphql } from 'cm6-graphql';
import { EditorView, basicSetup } from 'codemirror';

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--ground)', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, monospace', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { color: 'var(--quiet)', backgroundColor: 'transparent', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-foldPlaceholder': { color: 'var(--quiet)', backgroundColor: 'var(--raised)' },
  '.cm-tooltip, .cm-panels': {
    color: 'var(--text)',
    backgroundColor: 'var(--raised)',
    borderColor: 'var(--line)',
  },
  // By itself it draws a picture of its own making, which the policy refuses.
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--wrong)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--on-accent)',
    backgroundColor: 'var(--accent)',
  },
});

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.definitionKeyword, tags.operatorKeyword], color: 'var(--word)' },
    { tag: [tags.propertyName, tags.attributeName, tags.typeName, tags.atom], color: 'var(--name)' },
    { tag: [tags.string], color: 'var(--string)' },
    { tag: [tags.number, tags.bool, tags.null, tags.variableName], color: 'var(--value)' },
    { tag: [tags.comment], color: 'var(--quiet)', fontStyle: 'italic' },
  ]),
);

/** Left to itself, Chromium keeps the look of what is typed over in inline styles, which the policy refuses and reports. */
const typingOver = EditorView.domEventHandlers({
  beforeinput({ inputType, data, isComposing }, view) {
    const { from, to, empty } = view.state.selection.main;
    if (inputType !== 'insertText' || data === null || empty || isComposing) return false;
    const insert = (): Transaction =>
      view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert());
    return true;
  },
});

/**
 * The editor stands in a shadow root: there CodeMirror brings its styles as objects, which a policy without inline styles allows; in the
 * page itself it would write them into the document.
 */
function editorIn(host: HTMLElement, label: string, extensions: Extension): EditorView {
  const root = host.attachShadow({ mode: 'open' });
  const attributes = EditorView.contentAttributes.of({ 'aria-label': label });
  return new EditorView({
    parent: root,
    root,
    extensions: [basicSetup, EditorView.lineWrapping, typingOver, theme, colours, attributes, extensions],
  });
}

/** Writes GraphQL; `showType` is told the type that was clicked with Ctrl. */
export function queryEditor(
  host: HTMLElement,
  run: () => void,
  showType: (name: string) => void,
  changed: () => void,
): EditorView {
  const onShowInDocs = (field?: string, type?: string, parent?: string): void =>
    showType((type ?? parent ?? field ?? '').replace(/[[\]!]/g, ''));
  const onChange = EditorView.updateListener.of(({ docChanged }) => docChanged && changed());
  return editorIn(host, 'Query', [runKey(run), graphql(undefined, { onShowInDocs }), onChange]);
}

export function jsonEditor(host: HTMLElement, label: string, run: () => void): EditorView {
  return editorIn(host, label, [runKey(run), json()]);
}

export function resultView(host: HTMLElement): EditorView {
  return editorIn(host, 'Result', [
    json(),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    // Whoever has no mouse scrolls with the arrow keys.
    EditorView.contentAttributes.of({ tabindex: '0' }),
  ]);
}

export function setText(editor: EditorView, insert: string): void {
  editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert } });
}

export function textOf(editor: EditorView): string {
  return editor.state.doc.toString();
}

function runKey(run: () => void): Extension {
  const key = { key: 'Mod-Enter', run: () => (run(), true) };
  return Prec.highest(keymap.of([key]));
}
