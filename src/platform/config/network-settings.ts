import { isIP } from 'node:net';
import type { EngineConfig } from './config.types.js';
import type { EnvironmentReader } from './environment-reader.js';

type NetworkSettings = Pick<
  EngineConfig,
  'port' | 'portChosen' | 'host' | 'publicUrl' | 'trustProxy' | 'corsOrigins' | 'egressAllowCidrs'
>;

export function readNetwork(from: EnvironmentReader, embedded: boolean): NetworkSettings {
  return {
    port: from.number('PORT', 3000, { min: 0, max: 65_535 }),
    portChosen: from.text('PORT') !== undefined,
    host: from.text('HOST') ?? (embedded ? '127.0.0.1' : '0.0.0.0'),
    publicUrl: readPublicUrl(from),
    trustProxy: readTrustProxy(from),
    corsOrigins: readCorsOrigins(from),
    egressAllowCidrs: readEgress(from),
  };
}

function readPublicUrl(from: EnvironmentReader): string | null {
  const value = from.text('PUBLIC_URL');
  if (value === undefined) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  const plain =
    url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
  if (!plain) from.reject('PUBLIC_URL', 'must be an http(s) address without user, query or fragment');
  return plain ? url.href.replace(/\/+$/, '') : null;
}

function readTrustProxy(from: EnvironmentReader): EngineConfig['trustProxy'] {
  const value = from.text('TRUST_PROXY') ?? 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^\d{1,2}$/.test(value)) return Number(value);
  const addresses = from.list('TRUST_PROXY');
  if (!addresses.every((address) => isIP(address) !== 0 || isCidr(address))) {
    from.reject(
      'TRUST_PROXY',
      'must be true, false, a number of proxies, or a comma list of addresses and CIDRs',
    );
  }
  return addresses;
}

function readCorsOrigins(from: EnvironmentReader): string[] {
  const origins = from.list('CORS_ORIGINS');
  const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;
  if (!origins.every((origin) => origin === '*' || isOrigin(origin))) {
    from.reject(
      'CORS_ORIGINS',
      'must be * or a comma list of origins: scheme, host and port, nothing after them',
    );
  }
  return origins;
}

function readEgress(from: EnvironmentReader): string[] {
  const cidrs = from.list('EGRESS_ALLOW_CIDRS');
  if (!cidrs.every(isCidr)) from.reject('EGRESS_ALLOW_CIDRS', 'must be a comma list of CIDRs');
  return cidrs;
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const family = isIP(address);
  return (
    family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)
  );
}
