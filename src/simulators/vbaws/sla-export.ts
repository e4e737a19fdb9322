import type { PolicyRecord } from './records.js';

/** The list of policies as a file: XML when `Accept` asks for it, else CSV. */
export function exportPolicies(
  policies: readonly PolicyRecord[],
  accept: string | undefined,
): { type: string; body: string } {
  return /xml/i.test(accept ?? '')
    ? { type: 'application/xml', body: toXml(policies) }
    : { type: 'text/csv', body: toCsv(policies) };
}

function toCsv(policies: readonly PolicyRecord[]): string {
  const rows = policies.map((policy) => Object.values(rowOf(policy)).map(quote).join(','));
  return ['Priority,Name,Enabled,Description', ...rows, ''].join('\r\n');
}

function toXml(policies: readonly PolicyRecord[]): string {
  const rows = policies.map((policy) => {
    const fields = Object.entries(rowOf(policy)).map(
      ([name, value]) => `<${name}>${escape(value)}</${name}>`,
    );
    return `<Policy>${fields.join('')}</Policy>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>\n<Policies>${rows.join('')}</Policies>\n`;
}

function rowOf({ priority, name, enabled, description }: PolicyRecord): Record<string, string> {
  return { Priority: String(priority), Name: name, Enabled: String(enabled), Description: description };
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function escape(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
