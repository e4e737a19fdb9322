import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useBoard } from '../board.js';
import { Dialog } from './dialog.js';

/** Asks for the key until the gateway takes one. */
export function KeyDialog({ hasEnded, onTaken }: { hasEnded: boolean; onTaken: () => void }): JSX.Element {
  const { gateway, words } = useBoard();
  const [refusal, setRefusal] = useState(hasEnded ? words.key.ended : '');
  const [isTrying, setTrying] = useState(false);
  const inputId = useId();
  const use = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const given = new FormData(form).get('key');
    const key = (typeof given === 'string' ? given : '').trim().replace(/^Bearer\s+/i, '');
    if (/[^\x21-\x7e]/.test(key)) return setRefusal(words.key.oddSigns);
    setTrying(true);
    const outcome = await gateway.tryKey(key);
    setTrying(false);
    switch (outcome.kind) {
      case 'answer':
        return onTaken();
      case 'key':
        return setRefusal(words.key.refused);
      case 'refused':
        return setRefusal(outcome.message);
      case 'away':
        return setRefusal(words.key.away);
    }
  };
  return (
    <Dialog title={words.key.title} isNarrow>
      <form onSubmit={use}>
        <p>{words.key.about}</p>
        <label for={inputId}>{words.key.label}</label>
        <input id={inputId} name="key" type="password" required autocomplete="off" spellcheck={false} />
        <output class="bad" role="alert">
          {refusal}
        </output>
        <button class="primary" disabled={isTrying}>
          {words.key.use}
        </button>
      </form>
    </Dialog>
  );
}
