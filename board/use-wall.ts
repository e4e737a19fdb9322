import { useEffect } from 'preact/hooks';
import { useBoard } from './board.js';

/** What is shown whole or not at all on a wall, where nobody scrolls. */
const ROWS = '#main .need, #main tbody tr';

/** While the board hangs on a wall: letters that are read from afar, no half rows, the screen stays on; Escape and clicks take it down. */
export function useWall(): void {
  const { address, go } = useBoard();
  const { wall } = address;
  useEffect(() => {
    document.documentElement.classList.toggle('wall', wall);
    if (!wall) return;
    const leave = (): void => go({ wall: false });
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') leave();
    };
    // In full screen, Escape tells nothing but this.
    const onScreen = (): void => {
      if (document.fullscreenElement === null) leave();
    };
    addEventListener('keydown', onKey);
    addEventListener('pointerdown', leave);
    document.addEventListener('fullscreenchange', onScreen);
    const stopHiding = hideCutRows();
    const letSleep = stayAwake();
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('pointerdown', leave);
      document.removeEventListener('fullscreenchange', onScreen);
      stopHiding();
      letSleep();
    };
  }, [wall]);
}

/** Fills the screen where the browser lets it; a page that was opened as a wall by its address stays in its window. */
export function fillScreen(): void {
  document.documentElement.requestFullscreen?.().catch(() => undefined);
}

function hideCutRows(): () => void {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries)
        target.classList.toggle('cut', intersectionRatio < 0.99);
    },
    { threshold: [0, 0.5, 0.99] },
  );
  const watchRows = (): void => document.querySelectorAll(ROWS).forEach((row) => seen.observe(row));
  const rows = new MutationObserver(watchRows);
  rows.observe(document.body, { childList: true, subtree: true });
  watchRows();
  return () => {
    rows.disconnect();
    seen.disconnect();
    document.querySelectorAll('.cut').forEach((row) => row.classList.remove('cut'));
  };
}

/** Where the browser can. It lets go by itself when the tab is hidden. */
function stayAwake(): () => void {
  let isOver = false;
  let held: WakeLockSentinel | undefined;
  const take = (): void => {
    if (document.hidden) return;
    navigator.wakeLock?.request('screen').then(
      (lock) => {
        held = lock;
        if (isOver) void lock.release();
      },
      () => undefined,
    );
  };
  take();
  document.addEventListener('visibilitychange', take);
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', take);
    void held?.release();
  };
}
