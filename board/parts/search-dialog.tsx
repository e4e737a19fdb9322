import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Address } from '../address.js';
import { useBoard } from '../board.js';
import { Search } from '../documents/documents.js';
import type { SearchResult } from '../documents/documents.js';
import { useAnswer } from '../use-answer.js';
import { Dialog } from './dialog.js';
import { Troubles } from './notice.js';
import { SourcesNote } from './sources-note.js';

/** Long enough for a typist, short enough for the one who waits. */
const PAUSE = 250;

type Hit = SearchResult['search']['hits'][number];

/** Finds servers, policies and repositories while somebody types. */
export function SearchDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const { words } = useBoard();
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Dialog title={words.search.title} onClose={onClose}>
      <input
        type="search"
        aria-label={words.search.title}
        placeholder={words.search.about}
        value={typed}
        autocomplete="off"
        autofocus
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {text !== '' && <Hits text={text} onChoose={onClose} />}
    </Dialog>
  );
}

function Hits({ text, onChoose }: { text: string; onChoose: () => void }): JSX.Element {
  const { words, linkTo } = useBoard();
  const answer = useAnswer(Search, { text });
  const found = answer.data?.search ?? null;
  return (
    <div aria-live="polite">
      <Troubles answer={answer} />
      {found === null && answer.isReading && <p>{words.line.reading}</p>}
      {found !== null && <SourcesNote lists={[found.sources]} />}
      {found !== null && found.hits.length === 0 && <p>{words.search.nothing}</p>}
      <ul class="hits">
        {found?.hits.map((hit) => (
          <li key={hit.node.id}>
            <a href={linkTo(placeOf(hit))} onClick={onChoose}>
              {hit.node.name}
            </a>{' '}
            <span class="quiet">
              {words.search.kinds[hit.kind]}
              {hit.node.server && ` · ${hit.node.server.name}`}
              {hit.matched !== hit.node.name && ` · ${hit.matched}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function placeOf({ kind, node }: Hit): Partial<Address> {
  switch (kind) {
    case 'POLICY':
      return { policy: node.id };
    case 'REPOSITORY':
      return { view: 'repositories', ...(node.server && { servers: [node.server.key] }) };
    case 'SERVER':
      return { ...(node.key !== undefined && { servers: [node.key] }) };
  }
}
