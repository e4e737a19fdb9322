import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { productionInstall } from '../support/production-install.js';

interface Bill {
  metadata: { component: { purl: string } };
  components: { name: string; version: string; licenses?: object[]; hashes?: object[] }[];
}

const text = (file: string): string => readFileSync(file, 'utf8');
const { version } = JSON.parse(text('package.json')) as { version: string };
const lock = JSON.parse(text('package-lock.json')) as {
  version: string;
  packages: Record<string, { version?: string; optional?: boolean }>;
};

describe('the version', () => {
  it('is the same in the lock file, the changelog and the Kubernetes manifest', () => {
    expect(lock.version).toBe(version);
    const released = [...text('CHANGELOG.md').matchAll(/^## \[(\d\S*)\] - \d{4}-\d{2}-\d{2}$/gm)];
    expect(released[0]?.[1]).toBe(version);
    expect(text('deploy/kubernetes/deployment.yaml')).toContain(`image: veeam-graphql-gateway:${version}\n`);
  });
});

describe('npm run sbom', () => {
  it('lists every package that runs in production or in a page, and nothing else, with license and hash', () => {
    const folder = productionInstall();
    const { stdout } = spawnSync('npm', ['run', '--silent', 'sbom'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    const licensed = ['page', 'board'].flatMap((page) => pagePackages(folder, page));
    rmSync(folder, { recursive: true });
    const bill = JSON.parse(stdout) as Bill;
    expect(bill.metadata.component.purl).toBe(`pkg:npm/veeam-graphql-gateway@${version}`);
    const listed = new Set(bill.components.map((component) => `${component.name}@${component.version}`));
    const ofOtherPlatforms = packagesOfOtherPlatforms();
    const expected = new Set([...productionPackages(), ...licensed]);
    expect([...listed].filter((name) => !ofOtherPlatforms.has(name)).toSorted()).toEqual(
      [...expected].toSorted(),
    );
    const lacking = bill.components.filter(({ licenses, hashes }) => !licenses?.length || !hashes?.length);
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });
});

/** They are listed, as production may run there, and are not installed here. */
function packagesOfOtherPlatforms(): Set<string> {
  const absent = Object.entries(lock.packages).filter(
    ([path, { optional }]) => optional && !existsSync(path),
  );
  return new Set(absent.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`));
}

/** As npm lists what it would install for production. */
function productionPackages(): string[] {
  const { stdout } = spawnSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { encoding: 'utf8' });
  const paths = stdout.split('\n').flatMap((line) => /node_modules\/.*/.exec(line)?.[0] ?? []);
  expect(paths.length).toBeGreaterThan(100);
  const names = paths.map(
    (path) => `${path.replace(/^.*node_modules\//, '')}@${lock.packages[path]?.version}`,
  );
  return [...new Set(names)];
}

/** By the licenses that are handed out with the page; whatever its sources name has to be among them. */
function pagePackages(install: string, page: string): string[] {
  const folder = join(install, 'dist', page);
  const file = readdirSync(folder).find((name) => name.startsWith('licenses')) ?? '';
  const licenses = text(join(folder, file));
  const packages = [...licenses.matchAll(/^(\S+) (\d+\.\d+\.\d+\S*)$/gm)].map(
    ([, name, version]) => `${name}@${version}`,
  );
  expect(licenses.match(/^Permission is hereby granted/gm)).toHaveLength(packages.length);
  const sources = readdirSync(page, { encoding: 'utf8', recursive: true }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  for (const source of sources)
    for (const [, name] of text(join(page, source)).matchAll(
      /^(?:import|\}) .*from '((?:@[\w-]+\/)?[\w-]+)/gm,
    ))
      expect(packages).toContain(`${name}@${lock.packages[`node_modules/${name}`]?.version}`);
  return packages;
}
