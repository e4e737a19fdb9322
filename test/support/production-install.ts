import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { builtModule } from './built-gateway.js';

interface Lock {
  packages: Record<string, { dev?: boolean; optional?: boolean }>;
}

/**
 * A folder as `npm ci && npm run build && npm prune --omit=dev` leaves it: package.json, lock file, scripts, dist, and the production packages.
 * Beside node_modules, so that packages are linked instead of copied.
 */
export function productionInstall(): string {
  const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.cache', 'production-'));
  for (const path of ['package.json', 'package-lock.json', '.npmrc', 'scripts'])
    cpSync(path, join(folder, path), { recursive: true });
  cpSync(dirname(builtModule('main.js')), join(folder, 'dist'), { recursive: true });
  const lock = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')) as Lock;
  const packages = Object.entries(lock.packages).filter(([, { dev }]) => dev !== true);
  for (const [path] of packages) if (existsSync(path)) linkPackage(path, join(folder, path));
  const left = { ...lock, packages: Object.fromEntries(packages) };
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify(left));
  return folder;
}

/** Without the packages inside it: those are in the lock file by themselves. */
function linkPackage(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) linkSync(source, target);
    else if (entry.name !== 'node_modules') linkPackage(source, target);
  }
}
