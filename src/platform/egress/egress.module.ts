import { lookup } from 'node:dns';
import { Module } from '@nestjs/common';
import { EgressClient } from './egress-client.js';
import { EgressPolicy } from './egress-policy.js';
import { NAME_LOOKUP } from './egress.types.js';

@Module({
  providers: [EgressPolicy, EgressClient, { provide: NAME_LOOKUP, useValue: lookup }],
  exports: [EgressPolicy, EgressClient],
})
export class EgressModule {}
