import type { JSX } from 'preact';
import { tagText } from '../address.js';
import { useBoard } from '../board.js';
import type { ServerState, ServerStatus } from '../documents/documents.js';
import { ColumnTable } from '../parts/column-table.js';
import { Mark } from '../parts/mark.js';
import type { Tone } from '../parts/mark.js';

const TONES: Readonly<Record<ServerStatus, Tone>> = {
  ONLINE: 'good',
  DEGRADED: 'warn',
  OFFLINE: 'bad',
  UNAUTHORIZED: 'bad',
  UNKNOWN: 'unknown',
};
/** What cannot be read first. */
const ORDER: readonly ServerStatus[] = ['OFFLINE', 'UNAUTHORIZED', 'DEGRADED', 'UNKNOWN', 'ONLINE'];

/** Columns of figures. */
const NUMBERS: ReadonlySet<string> = new Set(['latency']);

/** Every server and how it fares. */
export function ServerTable({ servers }: { servers: readonly ServerState[] }): JSX.Element {
  const { words, formats } = useBoard();
  const rank = ({ health }: ServerState): number => ORDER.indexOf(health.status);
  const sorted = [...servers].sort((one, other) => rank(one) - rank(other));
  const answering = servers.filter(({ health }) => health.status === 'ONLINE').length;
  return (
    <>
      <p class="quiet">{words.servers.count(formats.count(answering), formats.count(servers.length))}</p>
      <ColumnTable columns={words.servers.columns} numbers={NUMBERS}>
        {sorted.map((server) => (
          <Row key={server.key} server={server} />
        ))}
      </ColumnTable>
    </>
  );
}

function Row({ server }: { server: ServerState }): JSX.Element {
  const { words, formats, now } = useBoard();
  const { columns, statuses, notYet, notAsked } = words.servers;
  const { status, latencyMs, lastAnsweredAt, error } = server.health;
  return (
    <tr>
      <th scope="row">
        {server.name}
        <div class="quiet small">{words.products[server.product]}</div>
      </th>
      <td data-label={columns.status}>
        <Mark tone={TONES[status]}>{statuses[status]}</Mark>
      </td>
      <td class="number" data-label={columns.latency}>
        {latencyMs === null ? '–' : words.servers.milliseconds(formats.count(Math.round(latencyMs)))}
      </td>
      <td data-label={columns.version}>{server.productVersion ?? notAsked}</td>
      <td data-label={columns.revision}>{server.apiVersion ?? notAsked}</td>
      <td data-label={columns.answered}>
        {lastAnsweredAt === null ? (
          notYet
        ) : (
          <time dateTime={lastAnsweredAt} title={formats.moment(lastAnsweredAt)}>
            {formats.distance(lastAnsweredAt, now)}
          </time>
        )}
      </td>
      <td data-label={columns.tags}>{server.tags.map(tagText).join(', ') || '–'}</td>
      <td data-label={columns.trouble}>
        {error === null ? (
          '–'
        ) : (
          <>
            {error.code === 'CIRCUIT_OPEN' ? words.servers.circuit : error.message}
            <div class="quiet small">
              {words.advice[error.code]}
              {error.retryAfterSeconds !== null &&
                ` ${words.retryIn(formats.duration(error.retryAfterSeconds))}`}
            </div>
          </>
        )}
      </td>
    </tr>
  );
}
