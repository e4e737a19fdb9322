import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useBoard } from '../board.js';
import type { Outcome } from '../gateway.js';

/** What became of a wish. */
interface Effect {
  /** Why it was not done; empty: it was accepted. */
  readonly refusals: readonly string[];
  /** Id of the session that does it. null: there is none to follow. */
  readonly session: string | null;
}

interface ActionProps {
  readonly label: string;
  /** Names what is done, to what, and on which server. */
  readonly question: string;
  /** `wish` names it, so that it is done once however often it is sent. */
  send(wish: string): Promise<Outcome<Effect>>;
}

/** A change that is asked back before it is made. */
export function Action({ label, question, send }: ActionProps): JSX.Element {
  const { words, linkTo, readAgain } = useBoard();
  const [wish, setWish] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome<Effect> | null>(null);

  const confirm = async (): Promise<void> => {
    if (wish === null) return;
    setSending(true);
    const came = await send(wish);
    setSending(false);
    if (came.kind === 'key') return;
    setOutcome(came);
    // It stays the same wish while nobody knows whether it was done.
    if (came.kind !== 'away') setWish(null);
    if (came.kind === 'answer' && came.data.refusals.length === 0) readAgain();
  };
  const begin = (): void => {
    setOutcome(null);
    setWish(newWish());
  };
  return (
    <span class="action">
      {wish === null ? (
        <button type="button" onClick={begin}>
          {label}
        </button>
      ) : (
        <span role="group" aria-label={question}>
          {question}{' '}
          <button
            type="button"
            class="primary"
            disabled={isSending}
            onClick={() => void confirm()}
            ref={focus}
          >
            {label}
          </button>{' '}
          <button type="button" disabled={isSending} onClick={() => setWish(null)}>
            {words.actions.cancel}
          </button>
        </span>
      )}{' '}
      <span role="status">
        {outcome?.kind === 'away' && <span class="bad">{words.actions.unknown}</span>}
        {outcome?.kind === 'refused' && <span class="bad">{outcome.message}</span>}
        {outcome?.kind === 'answer' && <span class="bad">{outcome.data.refusals.join(' ')}</span>}
        {outcome?.kind === 'answer' && outcome.data.refusals.length === 0 && (
          <span>
            {words.actions.accepted}{' '}
            {outcome.data.session !== null && (
              <a href={linkTo({ session: outcome.data.session })}>{words.actions.follow}</a>
            )}
          </span>
        )}
      </span>
    </span>
  );
}

/** The question takes the place of the button that had the keyboard. */
function focus(button: HTMLButtonElement | null): void {
  if (button !== null && !button.closest('[role=group]')?.contains(document.activeElement)) button.focus();
}

/** Random enough to name one wish; crypto.randomUUID is there over TLS only. */
function newWish(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16)).join('-');
}

/** The part of an outcome that an action tells. */
export function effectOf<Result>(outcome: Outcome<Result>, read: (data: Result) => Effect): Outcome<Effect> {
  return outcome.kind === 'answer' ? { ...outcome, data: read(outcome.data) } : outcome;
}
