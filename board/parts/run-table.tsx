import type { JSX } from 'preact';
import { useBoard } from '../board.js';
import type { RunRow } from '../documents/documents.js';
import { ResultMark } from './result-mark.js';

/** Runs, each with a link to its objects and log. */
export function RunTable({ runs }: { runs: readonly RunRow[] }): JSX.Element {
  const { formats, linkTo } = useBoard();
  return (
    <div class="table" tabIndex={0}>
      <table>
        <tbody>
          {runs.map(({ id, startTime, durationSeconds, state, result, message }) => (
            <tr key={id}>
              <th scope="row">
                <a href={linkTo({ session: id })}>{formats.moment(startTime)}</a>
              </th>
              <td>
                <ResultMark state={state} result={result} />
              </td>
              <td class="number">{durationSeconds === null ? '–' : formats.duration(durationSeconds)}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
