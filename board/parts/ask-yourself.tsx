import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useBoard } from '../board.js';
import type { Document } from '../documents/documents.js';

/** Where the query page keeps what is being written; it shares the tab's storage. */
const DRAFT_NAME = 'veeam-graphql-gateway.draft';

/** The document behind a view, with what it was asked with, for whoever wants to ask it on their own. */
export function AskYourself<Result, Variables>({
  document: asked,
  variables,
}: {
  document: Document<Result, Variables>;
  variables: Variables;
}): JSX.Element {
  const { words } = useBoard();
  const [isCopied, setCopied] = useState(false);
  const values = JSON.stringify(variables, null, 2);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(asked.text);
    setCopied(true);
  };
  const leaveDraft = (): void =>
    sessionStorage.setItem(DRAFT_NAME, JSON.stringify({ query: asked.text, variables: values }));
  return (
    <details class="ask">
      <summary>{words.ask.open}</summary>
      <p>{words.ask.about}</p>
      <p>
        <a href="graphql" target="_blank" rel="opener" onClick={leaveDraft}>
          {words.ask.page}
        </a>{' '}
        <button type="button" onClick={() => void copy()}>
          {isCopied ? words.ask.copied : words.ask.copy}
        </button>
      </p>
      <pre tabIndex={0}>{asked.text}</pre>
      <pre tabIndex={0}>{values}</pre>
    </details>
  );
}
