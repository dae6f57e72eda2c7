import { BlockList, isIP, isIPv6 } from 'node:net';

/** IANA's special-purpose registry, and cloud services that answer on an address which looks public. */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

/** Everything else of IPv6 is local, reserved, or an IPv4 address in disguise. */
const GLOBAL_UNICAST_V6 = ['2000::/3'];

const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const notPublicV4 = networks(NOT_PUBLIC_V4);
const globalUnicastV6 = networks(GLOBAL_UNICAST_V6);
const notPublicV6 = networks(NOT_PUBLIC_V6);

/** Whether an address of either family belongs to somewhere on the public internet. */
export function isPublicAddress(address: string): boolean {
  if (hasZone(address)) return false;
  switch (isIP(address)) {
    case 4:
      return !notPublicV4.check(address, 'ipv4');
    case 6:
      return globalUnicastV6.check(address, 'ipv6') && !notPublicV6.check(address, 'ipv6');
    default:
      return false;
  }
}

/** `fe80::1%eth0`: only local addresses have a zone. */
export function hasZone(address: string): boolean {
  return address.includes('%');
}

export function networks(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = '', bits] = cidr.split('/');
    const [family, width] = isIPv6(network) ? (['ipv6', 128] as const) : (['ipv4', 32] as const);
    list.addSubnet(network, bits === undefined ? width : Number(bits), family);
  }
  return list;
}
