import type { JSX } from 'preact';
import { useBoard } from '../board.js';
import { SessionDetails } from '../documents/documents.js';
import type { SessionDetailsResult } from '../documents/documents.js';
import { AskYourself } from '../parts/ask-yourself.js';
import { Dialog } from '../parts/dialog.js';
import { Troubles } from '../parts/notice.js';
import { ResultMark } from '../parts/result-mark.js';
import { useAnswer } from '../use-answer.js';

type Found = NonNullable<SessionDetailsResult['node']>;

/** One session: how it ended, why, and what it did to which objects. */
export function SessionDialog({ id }: { id: string }): JSX.Element {
  const { words, go } = useBoard();
  const answer = useAnswer(SessionDetails, { id });
  const found = answer.data?.node ?? null;
  return (
    <Dialog title={found?.name ?? words.details.session} onClose={() => go({ session: null })}>
      <Troubles answer={answer} />
      {answer.data === null && answer.isReading && <p>{words.line.reading}</p>}
      {answer.data !== null && found === null && <p>{words.details.gone}</p>}
      {found !== null && <Facts session={found} />}
      {found !== null && <Items items={found.items} />}
      {found !== null && <Log log={found.log} />}
      <AskYourself document={SessionDetails} variables={{ id }} />
    </Dialog>
  );
}

function Facts({ session }: { session: Found }): JSX.Element {
  const { words, formats, linkTo } = useBoard();
  const { state, result, startTime, durationSeconds, message, policy, server } = session;
  return (
    <>
      <p>
        <ResultMark state={state} result={result} /> {startTime !== undefined && formats.moment(startTime)}
        {durationSeconds !== undefined &&
          durationSeconds !== null &&
          `, ${formats.duration(durationSeconds)}`}
        {server && ` · ${server.name}`}
      </p>
      {message && <p>{message}</p>}
      {policy && (
        <p>
          {words.details.policy}: <a href={linkTo({ policy: policy.id })}>{policy.name}</a>
        </p>
      )}
    </>
  );
}

function Items({ items }: { items: Found['items'] }): JSX.Element {
  const { words } = useBoard();
  return (
    <>
      <h3>{words.details.objects}</h3>
      {items === null || items === undefined ? (
        <p class="quiet">{words.details.noObjects}</p>
      ) : items.length === 0 ? (
        <p class="quiet">{words.details.none}</p>
      ) : (
        <div class="table" tabIndex={0}>
          <table>
            <tbody>
              {items.map(({ name, type, result, message }, index) => (
                <tr key={index}>
                  <th scope="row">
                    {name} {type && <span class="quiet small">{type}</span>}
                  </th>
                  <td>
                    <ResultMark result={result} />
                  </td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Log({ log }: { log: Found['log'] }): JSX.Element {
  const { words, formats } = useBoard();
  return (
    <>
      <h3>{words.details.log}</h3>
      {log === null || log === undefined ? (
        <p class="quiet">{words.details.noLog}</p>
      ) : (
        <ol class="log">
          {log.map(({ time, title, status, description }, index) => (
            <li key={index} class={status === 'FAILED' ? 'bad' : status === 'WARNING' ? 'warn' : ''}>
              {time !== null && <time dateTime={time}>{formats.clock(time)} </time>}
              {status === 'FAILED' || status === 'WARNING' ? <ResultMark result={status} /> : null} {title}
              {description !== null && <div class="quiet small">{description}</div>}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
