import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { scopeOf } from './address.js';
import { useBoard } from './board.js';
import { oldest } from './compute/figures.js';
import { Overview, Servers } from './documents/documents.js';
import type { OverviewResult, Source } from './documents/documents.js';
import { AskYourself } from './parts/ask-yourself.js';
import { Filters } from './parts/filters.js';
import type { LiveState } from './live.js';
import { Header } from './parts/header.js';
import { HonestLine } from './parts/honest-line.js';
import { Mark } from './parts/mark.js';
import type { Tone } from './parts/mark.js';
import { Notice, Troubles } from './parts/notice.js';
import { SourcesNote } from './parts/sources-note.js';
import { useAnswer } from './use-answer.js';
import type { Answer } from './use-answer.js';
import { useChanges } from './use-changes.js';
import { fillScreen, useWall } from './use-wall.js';
import { DayRunsDialog } from './views/days/day-runs.js';
import { DaysView } from './views/days/days.js';
import { NeedsList } from './views/needs-list.js';
import { PolicyDialog } from './views/policy-details.js';
import { RepositoriesView } from './views/repositories.js';
import { RunningView } from './views/running.js';
import { ServerTable } from './views/servers.js';
import { SessionDialog } from './views/session-details.js';
import { startOfDayBefore } from './zone.js';

/** The build names the file after what is in it. */
const LICENSES = document.querySelector<HTMLLinkElement>('link[rel=license]')?.href ?? '';

/** The board for somebody who may look at it. */
export function App(): JSX.Element {
  const { address, words, now } = useBoard();
  const { view, zone, policy, day, session } = address;
  const main = useRef<HTMLElement>(null);
  const [arrivedAt] = useState(view);
  useEffect(() => {
    document.title = `${words.views[view]} · ${words.title}`;
    if (view !== arrivedAt) main.current?.focus();
  }, [view, words]);
  const yesterday = startOfDayBefore(zone, now);
  const variables = {
    ...scopeOf(address),
    // Later than, not at it.
    since: new Date(yesterday - 1).toISOString(),
    window: { from: new Date(yesterday).toISOString() },
  };
  const answer = useAnswer(Overview, variables);
  useChanges();
  useWall();
  const { data } = answer;
  return (
    <>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <Header />
      {data && data.all.length > 0 && <Filters all={data.all} />}
      <main id="main" tabIndex={-1} ref={main} aria-busy={answer.isReading}>
        <Troubles answer={answer} />
        {data === null && answer.isReading && <p>{words.line.reading}</p>}
        {data && data.servers.length === 0 && <Nobody isScoped={data.all.length === 0} />}
        {data && data.servers.length > 0 && (
          <>
            <HonestLine data={data} />
            <Age answer={answer} />
            <SourcesNote lists={sourcesIn(data)} />
            <h2>{words.views[view]}</h2>
            {view === 'needs' && <NeedsList data={data} />}
            {view === 'days' && <DaysView told={sourcesIn(data)} />}
            {view === 'running' && <RunningView told={sourcesIn(data)} />}
            {view === 'repositories' && <RepositoriesView told={sourcesIn(data)} />}
            {view === 'servers' && <ServerTable servers={data.servers} />}
          </>
        )}
      </main>
      <footer>
        {view === 'needs' && <AskYourself document={Overview} variables={variables} />}
        {view === 'servers' && <AskYourself document={Servers} variables={scopeOf(address)} />}
        <p>
          <a href={LICENSES} target="_blank" rel="noopener">
            {words.licenses}
          </a>
        </p>
      </footer>
      {policy !== null && day === null && <PolicyDialog key={policy} id={policy} />}
      {policy !== null && day !== null && <DayRunsDialog key={policy + day} policy={policy} day={day} />}
      {session !== null && <SessionDialog key={session} id={session} />}
    </>
  );
}

function Nobody({ isScoped }: { isScoped: boolean }): JSX.Element {
  const { words, go } = useBoard();
  if (isScoped)
    return (
      <Notice tone="unknown" title={words.trouble.nothingVisible}>
        <p>{words.trouble.nothingVisibleAdvice}</p>
      </Notice>
    );
  return (
    <Notice tone="unknown" title={words.trouble.nothingMatches}>
      <p>
        <button type="button" onClick={() => go({ servers: [], products: [], tags: [] })}>
          {words.filter.clear}
        </button>
      </p>
    </Notice>
  );
}

const LIVE_TONES: Readonly<Record<LiveState, Tone>> = { live: 'good', connecting: 'quiet', lost: 'bad' };

/** How old the figures are, and the way to newer ones. */
function Age({
  answer: { data, readAt, isReading },
}: {
  answer: Answer<OverviewResult>;
}): JSX.Element | null {
  const { words, formats, now, go, liveState, readAgain } = useBoard();
  if (data === null) return null;
  const read = oldest(...sourcesIn(data));
  return (
    <p class="age">
      <span>
        {read === null ? (
          words.line.noAge
        ) : (
          <time dateTime={new Date(read).toISOString()} title={formats.moment(read)}>
            {words.line.age(formats.distance(Math.min(read, now), now))}
          </time>
        )}
      </span>
      <Mark tone={LIVE_TONES[liveState]}>
        {words.line.live[liveState]}
        {liveState === 'lost' && readAt !== null && `. ${words.trouble.lastKnown(formats.moment(readAt))}`}
      </Mark>
      <button type="button" onClick={readAgain} disabled={isReading}>
        {isReading ? words.line.reading : words.line.again}
      </button>
      <button
        type="button"
        onClick={() => {
          fillScreen();
          go({ wall: true });
        }}
      >
        {words.wall}
      </button>
    </p>
  );
}

function sourcesIn({ breached, report, full }: OverviewResult): (readonly Source[])[] {
  return [breached.sources, report.sessions.sources, full.sources];
}
