/** Word lists for a plausible estate. */
export const SITES = ['berlin', 'munich', 'newyork', 'tokyo', 'dublin', 'paris', 'madrid', 'oslo'] as const;
export const DOMAINS = ['CORP', 'LAB', 'ACME', 'NORTHWIND'] as const;
export const ADMINISTRATORS = ['m.keller', 'a.rossi', 'j.tanaka', 's.okafor'] as const;

export const WORKLOADS = [
  'SQL',
  'Exchange',
  'Web',
  'ERP',
  'Fileserver',
  'Domain-Controllers',
  'Oracle',
  'Kubernetes',
  'VDI',
  'Monitoring',
  'Build-Farm',
  'CRM',
  'Print',
  'Linux-Core',
  'DMZ',
  'Finance',
] as const;

export const MACHINES = [
  'sql',
  'exch',
  'web',
  'erp',
  'fs',
  'dc',
  'ora',
  'k8s',
  'vdi',
  'mon',
  'build',
  'crm',
  'print',
  'lnx',
  'dmz',
  'fin',
] as const;

/** Why an object could not be processed. */
export const FAILURES = [
  'The datastore is out of space for the temporary snapshot',
  'The host did not answer within 300 seconds',
  'The guest rejected the stored credentials',
  'The snapshot could not be created because another one is being consolidated',
  'The repository stopped accepting writes during the transfer',
  'The data mover ended unexpectedly; the network connection was reset by the peer',
] as const;

/** What made a run end with a warning. */
export const WARNINGS = [
  'Free space on the repository is below 10 percent',
  'Changed block tracking was unavailable, the whole disk was read',
  'The guest tools are outdated, the backup is crash-consistent',
  'The log of one database could not be truncated',
] as const;
