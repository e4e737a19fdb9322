// npm run sbom: prints what runs in production as CycloneDX. From the lock file: npm refuses where development packages are left out.
// "npm sbom --omit dev" leaves out whatever a development dependency needs too, such as @nestjs/common: so all is asked for, and what the
// lock file marks as development is taken out.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { helpIfAsked } from './help.mjs';

helpIfAsked(`usage: npm run sbom (with --silent: nothing but the JSON)

Prints the packages that run in production, with license and hash, as CycloneDX JSON.`);

const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const { status, stdout } = spawnSync('npm', args, {
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);

const bill = JSON.parse(stdout);
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const refs = refsOfProduction();
// npm names it after its folder.
bill.metadata.component.name = packages[''].name;
const components = bill.components.filter((component) => refs.has(component['bom-ref']));
const dependencies = bill.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((name) => refs.has(name)) }));
process.stdout.write(`${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`);

function refsOfProduction() {
  const production = Object.entries(packages).filter(([, { dev }]) => !dev);
  return new Set(
    production.map(
      ([path, { name, version }]) => `${name ?? path.replace(/^.*node_modules\//, '')}@${version}`,
    ),
  );
}
