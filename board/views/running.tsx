import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { scopeOf } from '../address.js';
import { useBoard } from '../board.js';
import { FollowSession, Running } from '../documents/documents.js';
import type { RunningSession, Source } from '../documents/documents.js';
import { AskYourself } from '../parts/ask-yourself.js';
import { ColumnTable } from '../parts/column-table.js';
import { Troubles } from '../parts/notice.js';
import { ResultMark } from '../parts/result-mark.js';
import { SourcesNote } from '../parts/sources-note.js';
import { useAnswer } from '../use-answer.js';

/** Columns of figures. */
const NUMBERS: ReadonlySet<string> = new Set(['length']);

interface ViewProps {
  /** Of which servers the board has said already that something is missing. */
  readonly told: readonly (readonly Source[])[];
}

/** What runs now, as it goes on. */
export function RunningView({ told }: ViewProps): JSX.Element {
  const { address, words, formats } = useBoard();
  const variables = scopeOf(address);
  const answer = useAnswer(Running, variables);
  const list = answer.data?.sessions ?? null;
  const sessions = useFollowed(list?.nodes ?? NONE);
  return (
    <>
      <Troubles answer={answer} />
      {list === null && answer.isReading && <p>{words.line.reading}</p>}
      {list !== null && (
        <>
          <SourcesNote lists={[list.sources]} told={told} />
          <p>
            <span class="quiet">
              {sessions.length === 0
                ? list.complete
                  ? words.running.none
                  : words.running.noneKnown
                : words.running.list(
                    formats.count(sessions.length),
                    list.totalCount === null ? null : formats.count(list.totalCount),
                  )}
            </span>
          </p>
          {sessions.length > 0 && <RunningTable sessions={sessions} />}
        </>
      )}
      <AskYourself document={Running} variables={variables} />
    </>
  );
}

const NONE: readonly RunningSession[] = [];

/** As they go on; that one has begun or ended is told to the whole board. */
function useFollowed(listed: readonly RunningSession[]): readonly RunningSession[] {
  const { live } = useBoard();
  const [updates, setUpdates] = useState<ReadonlyMap<string, RunningSession>>(new Map());
  useEffect(() => {
    setUpdates(new Map());
    const leaving = listed.map(({ id }) =>
      live.follow(FollowSession, { session: id }, ({ sessionUpdated }) =>
        setUpdates((before) => new Map(before).set(id, sessionUpdated)),
      ),
    );
    return () => leaving.forEach((leave) => leave());
  }, [listed, live]);
  return listed.map((session) => updates.get(session.id) ?? session);
}

function RunningTable({ sessions }: { sessions: readonly RunningSession[] }): JSX.Element {
  const { words } = useBoard();
  return (
    <ColumnTable columns={words.running.columns} numbers={NUMBERS}>
      {sessions.map((session) => (
        <Row key={session.id} session={session} />
      ))}
    </ColumnTable>
  );
}

function Row({ session }: { session: RunningSession }): JSX.Element {
  const { words, formats, now, linkTo } = useBoard();
  const { columns, notTold } = words.running;
  const { id, name, server, state, result, startTime, endTime, progressPercent, message } = session;
  const end = endTime === null ? now : Date.parse(endTime);
  return (
    <tr>
      <th scope="row">
        <a href={linkTo({ session: id })}>{name}</a>
        <div class="quiet small">{server.name}</div>
      </th>
      <td data-label={columns.state}>
        <ResultMark state={state} result={result} />
        {message !== null && <div class="quiet small">{message}</div>}
      </td>
      <td class="fill" data-label={columns.progress}>
        {progressPercent === null ? (
          notTold
        ) : (
          <>
            <progress value={progressPercent} max={100} aria-label={`${columns.progress} ${name}`} />{' '}
            {formats.percent(progressPercent / 100)}
          </>
        )}
      </td>
      <td data-label={columns.started}>{formats.moment(startTime)}</td>
      <td class="number" data-label={columns.length}>
        {formats.duration(Math.max(0, end - Date.parse(startTime)) / 1000)}
      </td>
    </tr>
  );
}
