import { CHECKS } from './diagnosis.js';
import type { Check, Diagnosis, Finding } from './diagnosis.js';

const TITLES: Readonly<Record<Check, string>> = {
  name: 'NAME',
  tcp: 'TCP',
  tls: 'TLS',
  signIn: 'SIGN-IN',
  api: 'API',
  version: 'VERSION',
  policies: 'POLICIES',
  repositories: 'REPOSITORIES',
  sessions: 'SESSIONS',
  clock: 'CLOCK',
};

/** The configuration's warnings, a table of all servers, and below it what was seen and what to do where something is wrong. */
export function formatText(diagnoses: readonly Diagnosis[], warnings: readonly string[]): string {
  const header = ['SERVER', 'PRODUCT', ...CHECKS.map((check) => TITLES[check])];
  const rows = diagnoses.map(({ server, findings }) => [
    server.key,
    server.product,
    ...CHECKS.map((check) => findings[check].summary),
  ]);
  const paragraphs = diagnoses.map(paragraph).filter((text) => text !== '');
  const notices = warnings.map((text) => `warning: ${text}`);
  return [...notices, align([header, ...rows]), ...paragraphs, verdict(diagnoses)].join('\n\n');
}

/** The same for programs. */
export function formatJson(diagnoses: readonly Diagnosis[], warnings: readonly string[]): string {
  const servers = diagnoses.map(({ server, works, findings }) => ({
    key: server.key,
    product: server.product,
    url: server.url,
    works,
    checks: findings,
  }));
  return JSON.stringify({ works: diagnoses.every(({ works }) => works), warnings, servers }, null, 2);
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function paragraph({ server, findings }: Diagnosis): string {
  const notes = CHECKS.flatMap((check) => note(check, findings[check]));
  return notes.length === 0 ? '' : [`${server.key} (${server.url})`, ...notes].join('\n');
}

function note(check: Check, { status, detail, advice }: Finding): readonly string[] {
  if (status !== 'failed' && status !== 'warning') return [];
  return [
    `  ${TITLES[check]}: ${detail ?? ''}`,
    ...(advice ?? '').split('\n').map((line, index) => `    ${index === 0 ? '→ ' : '  '}${line}`),
  ];
}

function verdict(diagnoses: readonly Diagnosis[]): string {
  const working = diagnoses.filter(({ works }) => works).length;
  const total = `${diagnoses.length} server${diagnoses.length === 1 ? '' : 's'}`;
  return working === diagnoses.length ? `${total}: all work` : `${total}: ${working} of them work`;
}
