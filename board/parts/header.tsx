import type { JSX } from 'preact';
import { VIEWS } from '../address.js';
import { useBoard } from '../board.js';
import { chooseLanguage, isLanguage } from '../language.js';
import { LANGUAGES } from '../words.js';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** Where one can go, and how things are shown. */
export function Header(): JSX.Element {
  const { address, go, linkTo, words, language, gateway, leave } = useBoard();
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
