import { isIPv6 } from 'node:net';

const V4_IN_V6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** What one customer of a provider usually gets: whoever has a /64 has as many addresses as they like. */
const GROUPS_OF_A_SUBNET = 4;
const GROUPS = 8;

/** What counts as one caller: an IPv4 address, or the /64 of an IPv6 one. */
export function subnetOf(address: string): string {
  const v4 = V4_IN_V6.exec(address)?.[1];
  if (v4 !== undefined || !isIPv6(address)) return v4 ?? address;
  const [head = '', tail] = address.split('%', 1)[0]!.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros: string[] = tail === undefined ? [] : Array(GROUPS - before.length - after.length).fill('0');
  const groups = [...before, ...zeros, ...after].slice(0, GROUPS_OF_A_SUBNET);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
