import type { JSX } from 'preact';
import { useBoard } from '../board.js';
import type { Failure, Need } from '../compute/needs.js';
import type { PolicyInBreach, ServerName, ServerState } from '../documents/documents.js';
import { Mark } from '../parts/mark.js';

/** A failure touches many policies at times; the rest is behind the first ones. */
const MOST_NAMED = 6;

export function ServersRow({ servers }: { servers: readonly ServerState[] }): JSX.Element {
  const { words, formats, now } = useBoard();
  const [first] = servers;
  const error = first?.health.error ?? null;
  const answered = first?.health.lastAnsweredAt ?? null;
  return (
    <>
      <div>
        <Mark tone="warn">{words.needs.kinds.servers}</Mark>
      </div>
      <div>
        <h3>{words.needs.servers(first?.name ?? '', servers.length)}</h3>
        {error && <p>{error.message}</p>}
        {error && <p class="quiet">{words.advice[error.code]}</p>}
      </div>
      <div class="where">
        {servers.length > 1 ? (
          <ul>
            {servers.slice(0, MOST_NAMED).map(({ key, name }) => (
              <li key={key} class="chip">
                {name}
              </li>
            ))}
            {servers.length > MOST_NAMED && <li>+{formats.count(servers.length - MOST_NAMED)}</li>}
          </ul>
        ) : (
          <p>
            {answered === null
              ? words.needs.neverAnswered
              : words.needs.lastAnswer(formats.distance(answered, now))}
          </p>
        )}
      </div>
    </>
  );
}

export function BreachRow({ policy }: { policy: PolicyInBreach }): JSX.Element {
  const { words, formats, now, linkTo } = useBoard();
  const { rule, ageSeconds, objectiveSeconds, reason } = policy.recoveryPoint;
  const isTold = ageSeconds !== null && objectiveSeconds !== null;
  return (
    <>
      <div>
        <Mark tone="bad">{words.needs.kinds.breach}</Mark>
      </div>
      <div>
        <h3>
          <a href={linkTo({ policy: policy.id })}>{policy.name}</a>
        </h3>
        <p>
          {isTold
            ? words.needs.late(formats.duration(ageSeconds), formats.duration(objectiveSeconds))
            : policy.lastSuccess === null
              ? words.needs.never
              : reason}
        </p>
        <p class="quiet">
          {isTold && `${words.needs.since(formats.moment(now - (ageSeconds - objectiveSeconds) * 1000))}. `}
          {words.needs.rule(rule)}.{' '}
          {policy.lastResult === 'FAILED' ? words.needs.adviceFailed : words.needs.adviceLate}
        </p>
      </div>
      <Where server={policy.server} repositories={policy.repositories} nextRun={policy.nextRun} />
    </>
  );
}

export function FailureRow({ failure }: { failure: Failure }): JSX.Element | null {
  const { words, formats, now, linkTo } = useBoard();
  const { cause, count, newest, isOver } = failure;
  const [first] = newest;
  if (first === undefined) return null;
  return (
    <>
      <div>
        <Mark tone={isOver ? 'quiet' : 'bad'}>{words.needs.kinds.failure}</Mark>
      </div>
      <div>
        <h3>{cause ?? words.needs.noMessage}</h3>
        <p>
          {words.needs.failures(count, formats.count(count))}, {formats.distance(first.startTime, now)}.{' '}
          {isOver ? words.needs.over : words.needs.notOver}.
        </p>
        <ul aria-label={words.needs.policies}>
          {newest.slice(0, MOST_NAMED).map(({ id, name, server }) => (
            <li key={id} class="chip">
              <a href={linkTo({ session: id })}>
                {name} · {server.name}
              </a>
            </li>
          ))}
          {newest.length > MOST_NAMED && <li>+{formats.count(newest.length - MOST_NAMED)}</li>}
        </ul>
        <p class="quiet">{isOver ? words.needs.adviceOver : words.needs.adviceFailure}</p>
      </div>
      <Where
        server={newest.length === 1 ? first.server : null}
        repositories={first.policy?.repositories ?? null}
        nextRun={first.policy?.nextRun ?? null}
      />
    </>
  );
}

type Repository = Extract<Need, { kind: 'full' }>['repository'];

export function FullRow({ repository }: { repository: Repository }): JSX.Element {
  const { words, formats, linkTo } = useBoard();
  const { usedRatio, free, policies } = repository;
  const writers = policies.totalCount;
  return (
    <>
      <div>
        <Mark tone="warn">{words.needs.kinds.full}</Mark>
      </div>
      <div>
        <h3>
          <a href={linkTo({ view: 'repositories' })}>{repository.name}</a>
        </h3>
        <p>
          {usedRatio !== null && words.needs.full(formats.percent(usedRatio))}
          {free !== null && `, ${words.needs.free(formats.bytes(free))}`}
          {writers !== null && `. ${words.needs.writers(writers, formats.count(writers))}`}.
        </p>
        <p class="quiet">{words.needs.adviceFull}</p>
      </div>
      <div class="where">{repository.server.name}</div>
    </>
  );
}

interface WhereProps {
  readonly server: ServerName | null;
  readonly repositories: PolicyInBreach['repositories'];
  readonly nextRun: string | null;
}

/** Where it stands, where it writes to with how much room, and when it runs next. */
function Where({ server, repositories, nextRun }: WhereProps): JSX.Element {
  const { words, formats } = useBoard();
  const known = (repositories ?? []).flatMap((repository) => repository ?? []);
  return (
    <div class="where">
      {server && <p>{server.name}</p>}
      {known.slice(0, 3).map(({ id, name, free }) => (
        <p key={id}>
          {words.needs.writesTo} {name},{' '}
          {free === null ? words.needs.freeUnknown : words.needs.free(formats.bytes(free))}
        </p>
      ))}
      <p>{nextRun === null ? words.needs.noNext : words.needs.next(formats.moment(nextRun))}</p>
    </div>
  );
}
