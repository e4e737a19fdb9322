import { render } from 'preact';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { BoardData } from '../src/platform/board/board-data.js';
import { NO_DETAILS, readAddress, writeAddress } from './address.js';
import type { Address } from './address.js';
import { App } from './app.js';
import { BoardContext } from './board.js';
import type { BoardState } from './board.js';
import { formatsFor } from './format.js';
import { Gateway } from './gateway.js';
import { localeFor, ownLanguage } from './language.js';
import { Live } from './live.js';
import type { LiveState } from './live.js';
import { KeyDialog } from './parts/key-dialog.js';
import { LANGUAGES } from './words.js';

/** Ages are told in minutes. */
const TICK = 15_000;

const { isAsking } = JSON.parse(document.getElementById('page-data')?.textContent ?? '{}') as BoardData;
const language = ownLanguage();
const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
document.documentElement.lang = language;

function Board(): JSX.Element {
  const [address, setAddress] = useState(() => readAddress(location.search, ownZone));
  const [gateway] = useState(() => new Gateway(() => setEntry('ended')));
  const [entry, setEntry] = useState<'open' | 'locked' | 'ended'>(
    isAsking && gateway.key === null ? 'locked' : 'open',
  );
  const [liveState, setLiveState] = useState<LiveState>('connecting');
  const live = useMemo(() => new Live(gateway, setLiveState), [gateway, entry]);
  useEffect(() => () => live.close(), [live]);
  const [reading, setReading] = useState(0);
  const [now, setNow] = useState(Date.now);
  const words = LANGUAGES[language];
  const formats = useMemo(() => formatsFor(localeFor(language), address.zone), [address.zone]);

  const go = (change: Partial<Address>): void => {
    const next = { ...address, ...NO_DETAILS, ...change };
    history.pushState(null, '', location.pathname + writeAddress(next));
    setAddress(next);
  };
  useEffect(() => {
    history.replaceState(null, '', location.pathname + writeAddress(address));
    const follow = (): void => setAddress(readAddress(location.search, ownZone));
    const timer = setInterval(() => setNow(Date.now()), TICK);
    addEventListener('popstate', follow);
    return () => {
      removeEventListener('popstate', follow);
      clearInterval(timer);
    };
  }, []);

  const state: BoardState = {
    gateway,
    address,
    go,
    linkTo: (change) => writeAddress({ ...address, ...NO_DETAILS, ...change }),
    words,
    language,
    formats,
    live,
    liveState,
    now,
    reading,
    readAgain: () => {
      setNow(Date.now());
      setReading((count) => count + 1);
    },
    leave: () => {
      gateway.forgetKey();
      setEntry('locked');
    },
  };
  /** Links within the board need no new page. */
  const stay = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const isPlain =
      event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link?.getAttribute('href')?.startsWith('?') !== true || !isPlain) return;
    event.preventDefault();
    go({ ...readAddress(link.search, ownZone) });
  };
  return (
    <BoardContext.Provider value={state}>
      <div id="board" onClick={stay}>
        {entry === 'open' ? (
          <App />
        ) : (
          <KeyDialog key={entry} hasEnded={entry === 'ended'} onTaken={() => setEntry('open')} />
        )}
      </div>
    </BoardContext.Provider>
  );
}

render(<Board />, document.body);
