import { SITES, TENANTS } from './places.js';

/** One simulated server before it starts: what it is, where it stands, and how it differs from its siblings. */
export interface PlannedServer {
  readonly key: string;
  readonly name: string;
  readonly kind: ServerKind;
  readonly site: string;
  readonly tenant: string;
  /** IANA name of the zone the site lives in. */
  readonly timeZone: string;
  readonly seed: number;
  /** True: listed in the configuration, but nothing listens there. */
  readonly down: boolean;
}

/** A product with the newest API revision that the server speaks. */
type ServerKind =
  | { readonly product: 'VBR'; readonly revision: '1.3-rev2' | '1.3-rev0' | '1.2-rev1' }
  | { readonly product: 'VB_AWS' }
  | { readonly product: 'VB_M365'; readonly version: 'v8' | 'v6' };

export interface FleetSize {
  readonly servers: number;
  /** How many of them are down: the last ones. */
  readonly down: number;
  /** The same seed gives the same fleet, ids included. */
  readonly seed: number;
}

/** Seven kinds, repeated: any three servers in a row from the start are of three products. */
const KINDS: readonly ServerKind[] = [
  { product: 'VBR', revision: '1.3-rev2' },
  { product: 'VB_AWS' },
  { product: 'VB_M365', version: 'v8' },
  { product: 'VBR', revision: '1.3-rev0' },
  { product: 'VB_M365', version: 'v6' },
  { product: 'VBR', revision: '1.2-rev1' },
  { product: 'VB_AWS' },
];

const NAMES = {
  VBR: { key: 'vbr', name: 'VBR' },
  VB_AWS: { key: 'aws', name: 'AWS Backup' },
  VB_M365: { key: 'm365', name: 'M365 Backup' },
} as const;

/** The fleet in the order of its configuration file. */
export function planFleet({ servers, down, seed }: FleetSize): PlannedServer[] {
  return Array.from({ length: servers }, (_, index) => planServer(index, seed, index >= servers - down));
}

function planServer(index: number, seed: number, down: boolean): PlannedServer {
  const kind = inTurn(KINDS, index);
  const site = inTurn(SITES, index);
  const round = Math.floor(index / SITES.length);
  const number = round === 0 ? '' : `${round + 1}`;
  const words = NAMES[kind.product];
  return {
    key: [words.key, site.key, number].filter(Boolean).join('-'),
    name: [words.name, site.name, number].filter(Boolean).join(' '),
    kind,
    site: site.key,
    tenant: inTurn(TENANTS, index),
    timeZone: site.timeZone,
    seed: seed + index,
    down,
  };
}

function inTurn<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) throw new RangeError('nothing to choose from');
  return value;
}
