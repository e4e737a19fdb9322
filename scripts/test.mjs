// node scripts/test.mjs [JEST ARGUMENTS]: installs what is missing, then runs the tests.
import { spawn } from 'node:child_process';
import { install, requireDevelopment } from './setup.mjs';

requireDevelopment();
install();
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const child = spawn(process.execPath, [...jest, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (status) => process.exit(status ?? 1));
