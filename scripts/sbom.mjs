// npm run sbom: prints what runs in production or is bundled into a page as CycloneDX. From the lock file: npm refuses where
// development packages are left out.
// "npm sbom --omit dev" leaves out whatever a development dependency needs too, such as @nestjs/common: so all is asked for, and what the
// lock file marks as development is taken out.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { helpIfAsked } from './help.mjs';
import { endWithReader } from '../dist/cli/command-line.js';

endWithReader();

helpIfAsked(`usage: npm run sbom (with --silent: nothing but the JSON)

Prints the packages that run in production or are bundled into a page, with license and hash, as CycloneDX JSON.`);

const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const { status, stdout } = spawnSync('npm', args, {
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);

const bill = JSON.parse(stdout);
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const bundled = new Set(
  ['page', 'board'].flatMap((page) => JSON.parse(readFileSync(`dist/${page}/packages.json`, 'utf8'))),
);
const refs = new Set([...refsOfProduction(), ...bundled]);
// npm names it after its folder.
bill.metadata.component.name = packages[''].name;
const components = bill.components
  .filter((component) => refs.has(component['bom-ref']))
  .map((component) => (bundled.has(component['bom-ref']) ? asBundled(component) : component));
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

/** npm takes it for a package of development. */
function asBundled(component) {
  const properties = component.properties.filter(({ name }) => name !== 'cdx:npm:package:development');
  return {
    ...component,
    scope: 'required',
    properties: [...properties, { name: 'cdx:npm:package:bundled', value: 'true' }],
  };
}
