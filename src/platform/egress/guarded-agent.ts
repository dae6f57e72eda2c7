import type { Agent, AgentOptions } from 'node:http';
import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { addressOf, type EgressPolicy } from './egress-policy.js';

/** Azure's wire server: it answers to every virtual machine there, on an address that looks public. */
const DENIED = ['168.63.129.16'];

/**
 * An agent for requests to one place. The addresses are judged in the very look-up that the connection uses, so a name that
 * changes its mind between check and use gains nothing; literals, for which no look-up happens, are judged here.
 * The library judges everything once more by its own list, except what the operator opened: that is handed to it
 * address by address, because it warns about every network of the other family.
 */
export function guardedAgent(
  url: URL,
  policy: EgressPolicy,
  resolve: LookupFunction,
  keeping: AgentOptions = { keepAlive: false },
): Agent {
  const opened: string[] = [];
  const admit = (address: string): void => {
    policy.assertReachable(address, url);
    if (policy.isAllowed(address) && !opened.includes(address)) opened.push(address);
  };
  const literal = addressOf(url);
  if (isIP(literal) !== 0) admit(literal);

  const options = {
    ...keeping,
    lookup: judged(resolve, admit),
    allowIPAddressList: opened,
    denyIPAddressList: DENIED,
  };
  return url.protocol === 'https:'
    ? new RequestFilteringHttpsAgent(options)
    : new RequestFilteringHttpAgent(options);
}

function judged(resolve: LookupFunction, admit: (address: string) => void): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      try {
        // All of them: which one is connected to is not ours to choose.
        for (const address of addressesIn(found)) admit(address);
      } catch (refusal) {
        return callback(refusal as Error, '', 0);
      }
      callback(null, found, family);
    });
  };
}

function addressesIn(found: string | LookupAddress[]): string[] {
  return typeof found === 'string' ? [found] : found.map(({ address }) => address);
}
