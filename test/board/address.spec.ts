import { readAddress, writeAddress } from '../../board/address.js';
import type { Address } from '../../board/address.js';

const ADDRESS: Address = {
  view: 'servers',
  wall: true,
  zone: 'Asia/Kathmandu',
  servers: ['vbr-berlin', 'aws & co'],
  products: ['VBR', 'VB_M365'],
  tags: [{ key: 'site', value: 'berlin:mitte?' }],
  policy: 'cG9saWN5',
  day: '2026-03-29',
  session: null,
};

it('comes back from a link as it was sent, whatever the zone of the reader', () => {
  expect(readAddress(writeAddress(ADDRESS), 'America/Lima')).toEqual(ADDRESS);
});

it.each(['?view=nothing&zone=Moon/Crater&product=FAX&tag=nothing', '', '?key=vgw_secret'])(
  'makes the best of "%s"',
  (query) => {
    expect(readAddress(query, 'America/Lima')).toEqual({
      view: 'needs',
      wall: false,
      zone: 'America/Lima',
      servers: [],
      products: [],
      tags: [],
      policy: null,
      day: null,
      session: null,
    });
  },
);
