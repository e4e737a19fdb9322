import type { ComponentChildren, JSX } from 'preact';

interface ColumnTableProps {
  /** The heads by the names of their columns, in order. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns of figures. */
  readonly numbers: ReadonlySet<string>;
  /** Whether a column of buttons, which needs no head, follows. */
  readonly hasActions?: boolean;
  /** Its rows. Cells carry their column's head as `data-label`: on narrow screens there is no other. */
  readonly children: ComponentChildren;
}

/** A table with a head, which scrolls by keyboard, too, and is cards on narrow screens. */
export function ColumnTable({
  columns,
  numbers,
  hasActions = false,
  children,
}: ColumnTableProps): JSX.Element {
  return (
    <div class="table" tabIndex={0}>
      <table class="cards">
        <thead>
          <tr>
            {Object.entries(columns).map(([name, text]) => (
              <th key={name} scope="col" class={numbers.has(name) ? 'number' : ''}>
                {text}
              </th>
            ))}
            {hasActions && <td />}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
