import { verifyAudit } from './audit/verify-audit.js';

process.exitCode = await verifyAudit(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
