import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useBoard } from '../board.js';
import { needsOf } from '../compute/needs.js';
import type { Need } from '../compute/needs.js';
import type { OverviewResult } from '../documents/documents.js';
import { BreachRow, FailureRow, FullRow, ServersRow } from './need-rows.js';

const SHOWN_AT_ONCE = 50;

/** What needs somebody, over all servers, the most urgent first. */
export function NeedsList({ data }: { data: OverviewResult }): JSX.Element {
  const { words, formats } = useBoard();
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const needs = needsOf(data);
  const isWhole = [data.breached, data.failures, data.full].every(({ complete }) => complete);
  if (needs.length === 0) return <p>{isWhole ? words.needs.nothing : words.needs.nothingKnown}</p>;
  const { failures } = data;
  const rest = needs.length - shown;
  return (
    <>
      <p class="quiet">
        {words.needs.list(formats.count(needs.length))}
        {failures.pageInfo.hasNextPage &&
          `. ${words.needs.moreFailures(
            formats.count(failures.nodes.length),
            failures.totalCount === null ? '?' : formats.count(failures.totalCount),
          )}`}
      </p>
      <ol class="needs">
        {needs.slice(0, shown).map((need) => (
          <li key={keyOf(need)} class="need">
            {rowOf(need)}
          </li>
        ))}
      </ol>
      {rest > 0 && (
        <p>
          <button type="button" onClick={() => setShown(shown + 200)}>
            {words.needs.more(formats.count(Math.min(rest, 200)))}
          </button>
        </p>
      )}
    </>
  );
}

function rowOf(need: Need): ComponentChildren {
  switch (need.kind) {
    case 'servers':
      return <ServersRow servers={need.servers} />;
    case 'breach':
      return <BreachRow policy={need.policy} />;
    case 'failure':
      return <FailureRow failure={need} />;
    case 'full':
      return <FullRow repository={need.repository} />;
  }
}

function keyOf(need: Need): string {
  switch (need.kind) {
    case 'servers':
      return need.servers.map(({ key }) => key).join();
    case 'breach':
      return need.policy.id;
    case 'failure':
      return need.newest[0]?.id ?? '';
    case 'full':
      return need.repository.id;
  }
}
