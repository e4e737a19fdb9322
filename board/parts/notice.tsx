import type { ComponentChildren, JSX } from 'preact';
import { useBoard } from '../board.js';
import type { Answer } from '../use-answer.js';
import type { Tone } from './mark.js';

/** Something that has to be said before anything else. */
export function Notice({
  tone,
  title,
  children,
}: {
  tone: Tone;
  title: string;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** Why a view is not newer, or not whole. Nothing, where it is both. */
export function Troubles({ answer }: { answer: Answer<unknown> }): JSX.Element | null {
  const { words, formats, readAgain } = useBoard();
  const { trouble, faults, readAt } = answer;
  const lastKnown = readAt === null ? null : <p>{words.trouble.lastKnown(formats.moment(readAt))}</p>;
  const again = (
    <p>
      <button type="button" onClick={readAgain}>
        {words.trouble.tryAgain}
      </button>
    </p>
  );
  if (trouble?.kind === 'away')
    return (
      <Notice tone="bad" title={words.trouble.away}>
        {lastKnown}
        <p>{words.trouble.awayAdvice}</p>
        {again}
      </Notice>
    );
  if (trouble?.kind === 'refused')
    return (
      <Notice tone="bad" title={words.trouble.refused}>
        <p>
          {trouble.message} <span class="quiet">({trouble.code})</span>
        </p>
        {trouble.code === 'BAD_USER_INPUT' ? <p>{words.trouble.refusedAdvice}</p> : null}
        {lastKnown}
        {again}
      </Notice>
    );
  if (faults.length === 0) return null;
  const messages = [...new Set(faults.map(({ message }) => message))];
  return (
    <Notice tone="warn" title={words.trouble.faults}>
      {messages.slice(0, 5).map((message) => (
        <p key={message}>{message}</p>
      ))}
    </Notice>
  );
}
