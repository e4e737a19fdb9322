import 'reflect-metadata';
import { endWithReader, isHelpWanted } from './command-line.js';
import { USAGE, makeKeyFor } from './key/make-key.js';

const args = process.argv.slice(2);
endWithReader();

if (isHelpWanted(args)) process.stdout.write(USAGE);
else
  process.exitCode = makeKeyFor(args, {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
