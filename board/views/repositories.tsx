import type { JSX } from 'preact';
import { scopeOf } from '../address.js';
import { useBoard } from '../board.js';
import { Repositories, RescanRepositories } from '../documents/documents.js';
import type { RepositoryRow, RepositoryStatus, Source } from '../documents/documents.js';
import { Action, effectOf } from '../parts/action.js';
import { AskYourself } from '../parts/ask-yourself.js';
import { ColumnTable } from '../parts/column-table.js';
import { Mark } from '../parts/mark.js';
import type { Tone } from '../parts/mark.js';
import { Troubles } from '../parts/notice.js';
import { SourcesNote } from '../parts/sources-note.js';
import { useAnswer } from '../use-answer.js';
import { useRole } from '../use-role.js';

const TONES: Readonly<Record<RepositoryStatus, Tone>> = {
  ONLINE: 'good',
  OFFLINE: 'bad',
  MAINTENANCE: 'quiet',
  SEALED: 'quiet',
  OUT_OF_DATE: 'warn',
  UNKNOWN: 'unknown',
};

/** Columns of figures. */
const NUMBERS: ReadonlySet<string> = new Set(['free', 'capacity', 'policies']);

interface ViewProps {
  /** Of which servers the board has said already that something is missing. */
  readonly told: readonly (readonly Source[])[];
}

/** Every repository with the room it has left, the fullest first. */
export function RepositoriesView({ told }: ViewProps): JSX.Element {
  const { address, words, formats } = useBoard();
  const variables = scopeOf(address);
  const answer = useAnswer(Repositories, variables);
  const list = answer.data?.repositories ?? null;
  const role = useRole();
  const mayAct = role === 'OPERATOR' || role === 'ADMIN';
  const { columns } = words.repositories;
  return (
    <>
      <Troubles answer={answer} />
      {list === null && answer.isReading && <p>{words.line.reading}</p>}
      {list !== null && <SourcesNote lists={[list.sources]} told={told} />}
      {list !== null && list.nodes.length === 0 && (
        <p>{list.complete ? words.repositories.none : words.repositories.noneKnown}</p>
      )}
      {list !== null && list.nodes.length > 0 && (
        <>
          <p class="quiet">
            {words.repositories.list(
              formats.count(list.nodes.length),
              list.totalCount === null ? null : formats.count(list.totalCount),
            )}
          </p>
          <ColumnTable columns={columns} numbers={NUMBERS} hasActions={mayAct}>
            {list.nodes.map((repository) => (
              <Row key={repository.id} repository={repository} mayAct={mayAct} />
            ))}
          </ColumnTable>
        </>
      )}
      <AskYourself document={Repositories} variables={variables} />
    </>
  );
}

function Row({ repository, mayAct }: { repository: RepositoryRow; mayAct: boolean }): JSX.Element {
  const { words, formats, gateway } = useBoard();
  const { columns, statuses, kinds, notTold, immutable } = words.repositories;
  const { id, name, server, kind, status, usedRatio, free, capacity } = repository;
  const { policies, immutability, forecast } = repository;
  const size = (bytes: number | null): string => (bytes === null ? notTold : formats.bytes(bytes));
  return (
    <tr>
      <th scope="row">
        {name}
        <div class="quiet small">
          {server.name} · {kinds[kind]}
          {immutability.enabled === true && ` · ${immutable}`}
        </div>
      </th>
      <td data-label={columns.state}>
        <Mark tone={TONES[status]}>{statuses[status]}</Mark>
      </td>
      <td class="fill" data-label={columns.taken}>
        {usedRatio === null ? (
          notTold
        ) : (
          <>
            <FillBar ratio={usedRatio} /> {formats.percent(usedRatio)}
          </>
        )}
      </td>
      <td class="number" data-label={columns.free}>
        {size(free)}
      </td>
      <td class="number" data-label={columns.capacity}>
        {size(capacity)}
      </td>
      <td data-label={columns.left}>
        <DaysLeft forecast={forecast} />
      </td>
      <td class="number" data-label={columns.policies}>
        {policies.totalCount === null ? '?' : formats.count(policies.totalCount)}
      </td>
      {mayAct && (
        <td>
          <Action
            label={words.actions.rescan}
            question={words.actions.rescanQuestion(name, server.name)}
            send={async (wish) =>
              effectOf(
                await gateway.ask(RescanRepositories, {
                  input: { repositories: [id], idempotencyKey: wish },
                }),
                ({ rescanRepositories: { sessions, userErrors } }) => ({
                  refusals: userErrors.map(({ message }) => message),
                  session: sessions[0]?.id ?? null,
                }),
              )
            }
          />
        </td>
      )}
    </tr>
  );
}

/** When it is full, with the days between which that is nine times of ten; or why nobody can tell. */
function DaysLeft({ forecast }: { forecast: RepositoryRow['forecast'] }): JSX.Element {
  const { words, formats } = useBoard();
  const { daysLeft, daysLeftLow, daysLeftHigh, confidence, reason, availableFrom } = forecast;
  const { left } = words.repositories;
  const days = (count: number): string => formats.count(Math.round(count));
  if (daysLeft === null)
    return (
      <span class="quiet small">
        {reason === null ? words.repositories.notTold : left.reasons[reason]}
        {availableFrom !== null && ` ${left.from(formats.day(availableFrom))}`}
      </span>
    );
  return (
    <>
      {left.days(days(daysLeft))}
      {daysLeftLow !== null && daysLeftHigh !== null && (
        <div class="quiet small">
          {left.range(days(daysLeftLow), days(daysLeftHigh))}, {left.confidence[confidence]}
        </div>
      )}
    </>
  );
}

/** The figure beside it says the same. */
function FillBar({ ratio }: { ratio: number }): JSX.Element {
  const tone = ratio >= 0.95 ? 'bad' : ratio >= 0.85 ? 'warn' : 'good';
  return (
    <svg class={`bar-of ${tone}`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="room" width="100" height="10" />
      <rect class="taken" width={Math.min(1, ratio) * 100} height="10" />
    </svg>
  );
}
