import type { JSX } from 'preact';
import { useBoard } from '../board.js';
import { PolicyDetails } from '../documents/documents.js';
import type { PolicyDetailsResult, RecoveryPointStatus } from '../documents/documents.js';
import { AskYourself } from '../parts/ask-yourself.js';
import { Dialog } from '../parts/dialog.js';
import { Mark } from '../parts/mark.js';
import type { Tone } from '../parts/mark.js';
import { Troubles } from '../parts/notice.js';
import { RunTable } from '../parts/run-table.js';
import { SourcesNote } from '../parts/sources-note.js';
import { useAnswer } from '../use-answer.js';
import { PolicyActions } from './policy-actions.js';

type Found = NonNullable<PolicyDetailsResult['node']>;

const TONES: Readonly<Record<RecoveryPointStatus, Tone>> = {
  MET: 'good',
  BREACHED: 'bad',
  UNKNOWN: 'unknown',
  NOT_APPLICABLE: 'quiet',
};

/** One policy: what can be restored of it, where it writes to, and its latest runs. */
export function PolicyDialog({ id }: { id: string }): JSX.Element {
  const { words, go } = useBoard();
  const answer = useAnswer(PolicyDetails, { id });
  const found = answer.data?.node ?? null;
  return (
    <Dialog title={found?.name ?? words.details.policy} onClose={() => go({ policy: null })}>
      <Troubles answer={answer} />
      {answer.data === null && answer.isReading && <p>{words.line.reading}</p>}
      {answer.data !== null && found === null && <p>{words.details.gone}</p>}
      {found !== null && <Facts policy={found} />}
      {found?.name !== undefined && (
        <PolicyActions
          id={id}
          name={found.name}
          server={found.server?.name ?? ''}
          isRunning={found.status === 'RUNNING'}
          hasFailed={found.lastResult === 'FAILED'}
        />
      )}
      {found !== null && <Runs sessions={found.sessions} />}
      <AskYourself document={PolicyDetails} variables={{ id }} />
    </Dialog>
  );
}

function Facts({ policy }: { policy: Found }): JSX.Element {
  const { words, formats, now } = useBoard();
  const { recoveryPoint, repositories, nextRun, lastSuccess, server, description } = policy;
  return (
    <>
      <p class="quiet">
        {server?.name}
        {description && ` · ${description}`}
      </p>
      {recoveryPoint && (
        <p>
          <Mark tone={TONES[recoveryPoint.status]}>{words.recovery[recoveryPoint.status]}</Mark>{' '}
          {recoveryPoint.ageSeconds !== null && recoveryPoint.objectiveSeconds !== null
            ? words.needs.late(
                formats.duration(recoveryPoint.ageSeconds),
                formats.duration(recoveryPoint.objectiveSeconds),
              )
            : recoveryPoint.reason}{' '}
          <span class="quiet">({words.needs.rule(recoveryPoint.rule)})</span>
        </p>
      )}
      <p>
        {words.details.lastSuccess}:{' '}
        {lastSuccess ? `${formats.moment(lastSuccess)} (${formats.distance(lastSuccess, now)})` : '–'} ·{' '}
        {nextRun ? words.needs.next(formats.moment(nextRun)) : words.needs.noNext}
      </p>
      {repositories?.map(
        (repository) =>
          repository && (
            <p key={repository.id}>
              {words.needs.writesTo} {repository.name},{' '}
              {repository.free === null
                ? words.needs.freeUnknown
                : words.needs.free(formats.bytes(repository.free))}
            </p>
          ),
      )}
    </>
  );
}

function Runs({ sessions }: { sessions: Found['sessions'] }): JSX.Element | null {
  const { words } = useBoard();
  if (sessions === undefined) return null;
  return (
    <>
      <h3>{words.details.runs}</h3>
      <SourcesNote lists={[sessions.sources]} />
      {sessions.nodes.length === 0 ? (
        <p class="quiet">{words.details.none}</p>
      ) : (
        <RunTable runs={sessions.nodes} />
      )}
    </>
  );
}
