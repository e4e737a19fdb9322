/** Prints the text and ends the process when the command was called with --help. */
export function helpIfAsked(text) {
  if (!process.argv.includes('--help') && !process.argv.includes('-h')) return;
  process.stdout.write(`${text}\n`);
  process.exit(0);
}
