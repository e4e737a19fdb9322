import { USAGE, verifyAudit } from './audit/verify-audit.js';
import { endWithReader, isHelpWanted } from './command-line.js';

const args = process.argv.slice(2);
endWithReader();
const print = (line: string): void => void process.stdout.write(`${line}\n`);

if (isHelpWanted(args)) print(USAGE);
else process.exitCode = await verifyAudit(args, print);
