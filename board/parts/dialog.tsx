import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useBoard } from '../board.js';

interface DialogProps {
  readonly title: string;
  /** Absent: it cannot be left. */
  readonly onClose?: () => void;
  readonly isNarrow?: boolean;
  readonly children: ComponentChildren;
}

/** A dialog that holds the keyboard while it is open, and gives it back. */
export function Dialog({ title, onClose, isNarrow = false, children }: DialogProps): JSX.Element {
  const { words } = useBoard();
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const opener = document.activeElement;
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={isNarrow ? 'narrow' : ''}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
        {onClose && (
          <button type="button" onClick={onClose}>
            {words.close}
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}
