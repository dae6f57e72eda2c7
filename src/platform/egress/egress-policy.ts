import { type BlockList, isIP, isIPv6 } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { invalid } from '../errors.js';
import { EgressError } from './egress-error.js';
import { hasZone, isPublicAddress, networks } from './public-addresses.js';

/** Of what a customer may name; the signed links of file stores, which redirects and providers name, may be longer. */
const MAX_URL_LENGTH = 2_048;
// The URL parser drops or rewrites these, so what was checked would not be what was written.
const UNSEEN_CHARACTERS = /[\s\\\p{Cc}]/u;

const WANTS_HTTPS =
  'must begin with https://; http is for addresses that the operator opens with EGRESS_ALLOW_CIDRS';
const WANTS_PUBLIC =
  'must be an address on the public internet, or one that the operator opens with EGRESS_ALLOW_CIDRS';

/** Which addresses customers may make the engine talk to. */
@Injectable()
export class EgressPolicy {
  private readonly allowed: BlockList;
  private readonly allowsAny: boolean;

  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'egressAllowCidrs'>) {
    this.allowed = networks(config.egressAllowCidrs);
    this.allowsAny = config.egressAllowCidrs.length > 0;
  }

  /** For the moment a customer names the URL; `path` says where in the request it stands. */
  checkUrl(text: string, path: string): URL {
    try {
      if (text.length > MAX_URL_LENGTH) throw badUrl(`must not be longer than ${MAX_URL_LENGTH} characters`);
      const url = this.parse(text);
      if (isLoopbackName(url.hostname) && !this.reachesLoopback()) throw notPublic();
      return url;
    } catch (error) {
      if (error instanceof EgressError) throw invalid([{ path, message: error.message }]);
      throw error;
    }
  }

  /** For the moment of the request. Of a name nothing is known yet: the look-up decides, when the connection is made. */
  parse(text: string): URL {
    if (UNSEEN_CHARACTERS.test(text) || !URL.canParse(text)) throw badUrl('must be a URL');
    const url = new URL(text);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && this.allowsAny)) throw badUrl(WANTS_HTTPS);
    if (url.hostname === '') throw badUrl('must name a host');
    if (url.username !== '' || url.password !== '') throw badUrl('must not contain a user name or password');
    if (isIP(addressOf(url)) !== 0) this.assertReachable(addressOf(url), url);
    return url;
  }

  assertReachable(address: string, url: URL): void {
    if (this.isAllowed(address)) return;
    if (!isPublicAddress(address)) throw notPublic();
    if (url.protocol !== 'https:') throw badUrl(WANTS_HTTPS);
  }

  /** Opened by the operator, public or not. */
  isAllowed(address: string): boolean {
    return !hasZone(address) && this.allowed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }

  private reachesLoopback(): boolean {
    return ['127.0.0.1', '::1'].some((address) => this.isAllowed(address));
  }
}

/** The host without the brackets of an IPv6 literal. */
export function addressOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function isLoopbackName(host: string): boolean {
  return /(^|\.)localhost\.?$/.test(host);
}

function badUrl(message: string): EgressError {
  return new EgressError('bad_url', message);
}

function notPublic(): EgressError {
  return new EgressError('refused_address', WANTS_PUBLIC);
}
