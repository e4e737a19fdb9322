import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address that name a network; whoever has one address of it has them all. */
const NETWORK_GROUPS = 4;

/** What an address counts as: an IPv4 address as itself, an IPv6 address as its /64. undefined: whoever it was is gone. */
export function addressGroup(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const [left = [], right] = bare.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const gap = right === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(gap).fill('0'), ...(right ?? [])].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
