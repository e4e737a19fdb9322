const MIB = 1024 * 1024;

/** How much more the gateway may hold at the end than after warming up. */
const GROWTH = {
  heap: { most: 12 * MIB, unit: MIB, name: 'heap in use, MiB' },
  resident: { most: 96 * MIB, unit: MIB, name: 'resident memory, MiB' },
  files: { most: 24, unit: 1, name: 'open files' },
  timers: { most: 12, unit: 1, name: 'timers' },
  sockets: { most: 24, unit: 1, name: 'sockets' },
};

/** The figures of all measurings, one line each, and what of them grew too much from the first to the last. */
export function judge(measurings) {
  const first = measurings[0];
  // One measuring may meet an unlucky moment: of the last two the smaller one counts.
  const last = measurings.slice(-2);
  const lines = [];
  const grown = [];
  for (const [key, { most, unit, name }] of Object.entries(GROWTH)) {
    const values = measurings.map((figures) => (figures[key] / unit).toFixed(unit === 1 ? 0 : 1));
    const growth = Math.min(...last.map((figures) => figures[key])) - first[key];
    lines.push(`${name.padEnd(22)} ${values.map((value) => value.padStart(7)).join('')}`);
    if (growth > most) grown.push(`${name} grew by ${(growth / unit).toFixed(1)}, more than ${most / unit}`);
  }
  return { lines, grown };
}
