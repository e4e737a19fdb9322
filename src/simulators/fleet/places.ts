export interface Site {
  readonly key: string;
  readonly name: string;
  readonly timeZone: string;
}

/** Where simulated servers stand. Their number shares no factor with the seven kinds of server, so that pairs differ. */
export const SITES: readonly Site[] = [
  { key: 'berlin', name: 'Berlin', timeZone: 'Europe/Berlin' },
  { key: 'dublin', name: 'Dublin', timeZone: 'Europe/Dublin' },
  { key: 'london', name: 'London', timeZone: 'Europe/London' },
  { key: 'new-york', name: 'New York', timeZone: 'America/New_York' },
  { key: 'zurich', name: 'Zurich', timeZone: 'Europe/Zurich' },
  { key: 'singapore', name: 'Singapore', timeZone: 'Asia/Singapore' },
  { key: 'sydney', name: 'Sydney', timeZone: 'Australia/Sydney' },
  { key: 'toronto', name: 'Toronto', timeZone: 'America/Toronto' },
  { key: 'mumbai', name: 'Mumbai', timeZone: 'Asia/Kolkata' },
  { key: 'sao-paulo', name: 'São Paulo', timeZone: 'America/Sao_Paulo' },
  { key: 'helsinki', name: 'Helsinki', timeZone: 'Europe/Helsinki' },
];

export const TENANTS: readonly string[] = ['acme', 'helios', 'umbra', 'acme', 'helios'];
