import 'reflect-metadata';
import { makeKeyFor } from './key/make-key.js';

process.exitCode = makeKeyFor(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
