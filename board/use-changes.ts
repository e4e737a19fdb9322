import { useEffect, useRef } from 'preact/hooks';
import { scopeOf } from './address.js';
import { useBoard } from './board.js';
import { Changes } from './documents/documents.js';

/** What happens together is read together. */
const SETTLE = 3_000;
/** However much happens, whoever looks reads no more often. */
const SHORTEST_BETWEEN = 15_000;

/**
 * Has everything read again when something in the fleet is otherwise than it was shown, and when the connection is back after a loss.
 * Nothing is read while nothing happens, or while nobody looks at the tab.
 */
export function useChanges(): void {
  const { address, live, liveState, readAgain } = useBoard();
  const scope = JSON.stringify(scopeOf(address));
  const read = useRef(readAgain);
  read.current = readAgain;
  const due = useRef<Due | undefined>(undefined);
  useEffect(() => {
    const reading = new Due(() => read.current());
    due.current = reading;
    const leave = live.follow(Changes, JSON.parse(scope) as ReturnType<typeof scopeOf>, () => reading.soon());
    return () => {
      leave();
      reading.cancel();
    };
  }, [live, scope]);
  const wasLost = useRef(false);
  useEffect(() => {
    if (liveState === 'live' && wasLost.current) due.current?.soon();
    wasLost.current = liveState === 'lost' || (wasLost.current && liveState !== 'live');
  }, [liveState]);
}

/** Does something some time after it was first asked to, when the tab is looked at. */
class Due {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private doneAt = -Infinity;

  constructor(private readonly act: () => void) {}

  soon(): void {
    this.timer ??= setTimeout(
      () => {
        if (document.hidden) document.addEventListener('visibilitychange', this.do, { once: true });
        else this.do();
      },
      Math.max(SETTLE, this.doneAt + SHORTEST_BETWEEN - performance.now()),
    );
  }

  cancel(): void {
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.do);
  }

  private readonly do = (): void => {
    this.timer = undefined;
    this.doneAt = performance.now();
    this.act();
  };
}
