import type { Random } from '../../kit/random.js';
import type { JobItem, Organization } from './records.js';

const TENANTS = [
  { name: 'lindenhof.onmicrosoft.com', office: 'Lindenhof Kliniken', type: 'Office365', region: 'Worldwide' },
  { name: 'nordkai.onmicrosoft.com', office: 'Nordkai Logistik', type: 'Hybrid', region: 'Worldwide' },
  {
    name: 'brightfield.onmicrosoft.com',
    office: 'Brightfield Schools',
    type: 'Office365',
    region: 'Worldwide',
  },
  { name: 'mail.altwerk.example', office: 'Altwerk', type: 'OnPremises', region: 'Worldwide' },
] as const;

const FIRST_NAMES = ['Anna', 'Bogdan', 'Chiara', 'David', 'Elif', 'Frida', 'Goran', 'Hannah', 'Ivo', 'Jana'];
const LAST_NAMES = [
  'Keller',
  'Moreau',
  'Novak',
  'Okafor',
  'Petersen',
  'Quiroga',
  'Rossi',
  'Sato',
  'Tran',
  'Weber',
];
const GROUPS = ['Finance', 'Human Resources', 'Executives', 'Field Service', 'Research', 'Purchasing'];
const SITES = ['Intranet', 'Projects', 'Quality Manual', 'Contracts', 'Lecture Archive'];
const TEAMS = ['Incident Response', 'Website Relaunch', 'Shift Planning', 'Year-End Closing'];

export function createOrganizations(random: Random): Organization[] {
  return TENANTS.map(({ name, office, type, region }) => ({
    id: random.uuid(),
    name,
    officeName: office,
    description: type === 'OnPremises' ? 'Exchange 2019 in our own data centre' : '',
    type,
    region,
    msid: random.uuid(),
    firstBackup: null,
    lastBackup: null,
  }));
}

/** "First Last" for any number: the same number gives the same person. */
export function personName(number: number): string {
  const first = FIRST_NAMES[number % FIRST_NAMES.length] ?? 'Anna';
  const last = LAST_NAMES[Math.floor(number / FIRST_NAMES.length) % LAST_NAMES.length] ?? 'Keller';
  const lap = Math.floor(number / (FIRST_NAMES.length * LAST_NAMES.length));
  return lap === 0 ? `${first} ${last}` : `${first} ${last} ${lap + 1}`;
}

/** Items that a job names one by one, some of each type. */
export function createJobItems(random: Random, organization: Organization, count: number): JobItem[] {
  return Array.from({ length: count }, () => {
    const type = random.weighted<JobItem['type']>([
      ['User', 5],
      ['Group', 4],
      ['Site', 3],
      ['Team', 3],
      ['PersonalSites', 1],
    ]);
    const name = itemName(random, type);
    const mail = `${name.toLowerCase().replaceAll(' ', '.')}@${organization.name}`;
    return { id: random.uuid(), type, name, mail };
  });
}

function itemName(random: Random, type: JobItem['type']): string {
  switch (type) {
    case 'User':
      return personName(random.int(0, 99));
    case 'Group':
      return random.pick(GROUPS);
    case 'Site':
      return random.pick(SITES);
    case 'Team':
      return random.pick(TEAMS);
    case 'PersonalSites':
      return 'Personal sites';
  }
}
