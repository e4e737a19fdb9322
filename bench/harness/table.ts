import type { Figures, Result } from './measure.js';

/** Columns padded to their widest cell; the first is text, the others are figures. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [line(heading), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

const HEADING = [
  'workload',
  'answers/s',
  'p50 ms',
  'p99 ms',
  'CPU ms',
  'calls',
  'peak MiB',
  'speed ÷ floor',
  'CPU: floor ÷',
];

export function resultTable(results: readonly Result[]): string {
  return table(
    HEADING,
    results.flatMap(({ workload, mode, figures }) => figures.map((row) => cells(`${workload} ${mode}`, row))),
  );
}

function cells(label: string, row: Figures): string[] {
  return [
    `${label} ${row.contender}`,
    row.requestsPerSecond.toFixed(1),
    row.p50.toFixed(1),
    row.p99.toFixed(1),
    row.cpuPerAnswer.toFixed(2),
    String(row.upstreamCalls),
    mebibytes(row.peakMemory),
    row.speedToFloor.toFixed(2),
    row.cpuToFloor.toFixed(2),
  ];
}

export function mebibytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0);
}
