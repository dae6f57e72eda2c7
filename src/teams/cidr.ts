import { BlockList, isIP } from 'node:net';

export interface Cidr {
  address: string;
  bits: number;
  family: 'ipv4' | 'ipv6';
}

/** `203.0.113.0/24`, `2001:db8::/32`, or a single address. Null for anything else. */
export function parseCidr(text: string): Cidr | null {
  const [address = '', bitsText, ...rest] = text.split('/');
  const version = isIP(address);
  // A zone (`fe80::1%eth0`) names an interface of this machine, not a range of callers.
  if (version === 0 || address.includes('%') || rest.length > 0) return null;
  const most = version === 4 ? 32 : 128;
  if (bitsText !== undefined && !/^(0|[1-9]\d{0,2})$/.test(bitsText)) return null;
  const bits = bitsText === undefined ? most : Number(bitsText);
  return bits > most ? null : { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}

export function allowList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs.map(parseCidr)) if (cidr) list.addSubnet(cidr.address, cidr.bits, cidr.family);
  return list;
}

/** Also for IPv4 callers of a socket that listens on IPv6, whose addresses look like `::ffff:203.0.113.7`. */
export function listAllows(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

export function isWithin(inner: string, outer: string): boolean {
  const [small, large] = [parseCidr(inner), parseCidr(outer)];
  if (!small || !large || small.family !== large.family || small.bits < large.bits) return false;
  return allowList([outer]).check(small.address, small.family);
}
