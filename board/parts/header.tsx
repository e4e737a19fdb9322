import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { VIEWS } from '../address.js';
import { useBoard } from '../board.js';
import { chooseLanguage, isLanguage } from '../language.js';
import { LANGUAGES } from '../words.js';
import { SearchDialog } from './search-dialog.js';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** Where one can go, and how things are shown. */
export function Header(): JSX.Element {
  const { address, go, linkTo, words, language, gateway, leave } = useBoard();
  const [isSearching, setSearching] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.matches('input, select, dialog *');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      setSearching(true);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  const zones = ZONES.includes(address.zone) ? ZONES : [address.zone, ...ZONES];
  return (
    <header class="bar">
      <h1>{words.title}</h1>
      <nav aria-label={words.title}>
        {VIEWS.map((view) => (
          <a key={view} href={linkTo({ view })} aria-current={view === address.view ? 'page' : undefined}>
            {words.views[view]}
          </a>
        ))}
      </nav>
      <button type="button" aria-keyshortcuts="/" onClick={() => setSearching(true)}>
        {words.search.title} <kbd>/</kbd>
      </button>
      {isSearching && <SearchDialog onClose={() => setSearching(false)} />}
      <div class="choices">
        <label>
          {words.filter.zone}
          <select value={address.zone} onChange={({ currentTarget }) => go({ zone: currentTarget.value })}>
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.filter.language}
          <select
            value={language}
            onChange={({ currentTarget: { value } }) => {
              if (isLanguage(value)) chooseLanguage(value);
              location.reload();
            }}
          >
            {Object.entries(LANGUAGES).map(([code, { language: name }]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {gateway.key !== null && (
          <button type="button" onClick={leave}>
            {words.key.forget}
          </button>
        )}
      </div>
    </header>
  );
}
