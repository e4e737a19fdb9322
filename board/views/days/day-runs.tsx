import type { JSX } from 'preact';
import { useBoard } from '../../board.js';
import { DayRuns } from '../../documents/documents.js';
import { AskYourself } from '../../parts/ask-yourself.js';
import { Dialog } from '../../parts/dialog.js';
import { Troubles } from '../../parts/notice.js';
import { RunTable } from '../../parts/run-table.js';
import { SourcesNote } from '../../parts/sources-note.js';
import { useAnswer } from '../../use-answer.js';
import { endOfDay, startOfCalendarDay } from '../../zone.js';

/** The runs of one policy that started on one day. */
export function DayRunsDialog({ policy, day }: { policy: string; day: string }): JSX.Element {
  const { words, formats, go, linkTo, address } = useBoard();
  const start = startOfCalendarDay(address.zone, day);
  const variables = {
    policy,
    // Later than, not at it.
    after: new Date(start - 1).toISOString(),
    before: new Date(endOfDay(address.zone, start)).toISOString(),
  };
  const answer = useAnswer(DayRuns, variables);
  const sessions = answer.data?.sessions ?? null;
  const { name, server } = answer.data?.node ?? {};
  return (
    <Dialog
      title={`${name ?? words.details.policy}, ${formats.day(start)}`}
      onClose={() => go({ policy: null, day: null })}
    >
      <p>
        {server && <span class="quiet">{server.name} · </span>}
        <a href={linkTo({ policy, day: null })}>{words.days.wholePolicy}</a>
      </p>
      <Troubles answer={answer} />
      {sessions === null && answer.isReading && <p>{words.line.reading}</p>}
      {sessions !== null && (
        <>
          <SourcesNote lists={[sessions.sources]} />
          {sessions.nodes.length > 0 ? (
            <RunTable runs={sessions.nodes} />
          ) : (
            sessions.complete && <p>{words.days.noRuns}</p>
          )}
        </>
      )}
      <AskYourself document={DayRuns} variables={variables} />
    </Dialog>
  );
}
