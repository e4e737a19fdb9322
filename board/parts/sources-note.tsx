import type { JSX } from 'preact';
import { useBoard } from '../board.js';
import { stale, unread } from '../compute/figures.js';
import type { Source } from '../documents/documents.js';
import { Notice } from './notice.js';

const MOST_NAMES = 8;

interface SourcesNoteProps {
  readonly lists: readonly (readonly Source[])[];
  /** Lists of which the same has been said above. */
  readonly told?: readonly (readonly Source[])[];
}

/** Which servers are missing in what is shown, and why; nothing where all are there. */
export function SourcesNote({ lists, told = [] }: SourcesNoteProps): JSX.Element | null {
  const { words } = useBoard();
  const missing = without(unread(...lists), unread(...told));
  const older = without(stale(...lists), stale(...told));
  if (missing.length === 0 && older.length === 0) return null;
  return (
    <>
      {missing.length > 0 && (
        <Notice tone="warn" title={words.trouble.missing(namesOf(missing))}>
          {[...new Set(missing.map(({ error }) => error?.message ?? ''))].slice(0, 3).map((message) => (
            <p key={message}>{message}</p>
          ))}
        </Notice>
      )}
      {older.length > 0 && <Notice tone="unknown" title={words.trouble.older(namesOf(older))} />}
    </>
  );
}

function without(sources: readonly Source[], told: readonly Source[]): readonly Source[] {
  const keys = new Set(told.map(({ server }) => server.key));
  return sources.filter(({ server }) => !keys.has(server.key));
}

function namesOf(sources: readonly Source[]): string {
  const names = sources.slice(0, MOST_NAMES).map(({ server }) => server.name);
  return sources.length > MOST_NAMES
    ? `${names.join(', ')} … (+${sources.length - MOST_NAMES})`
    : names.join(', ');
}
