import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Loop } from '../../platform/loop.js';
import { GuessesRepository } from '../guesses/guesses.system.repository.js';
import { PlanTerms } from '../plan-terms/plan-terms.service.js';
import { ClawBacks } from '../revocation/claw-backs.service.js';
import { ExpiredBatches } from './expired-batches.service.js';
import { KeyRotation } from './key-rotation.service.js';

/** What becomes due by itself. Two workers that do it at once do it once. */
@Injectable()
export class CodeUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: Loop[];

  constructor(
    expired: ExpiredBatches,
    terms: PlanTerms,
    clawBacks: ClawBacks,
    guesses: GuessesRepository,
    keys: KeyRotation,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
  ) {
    this.loops = [
      new Loop('expired access codes', MINUTE_MS, () => expired.tellAll()),
      new Loop('plans for a time', MINUTE_MS, () => terms.endDue()),
      new Loop('claw-backs', MINUTE_MS, () => clawBacks.carryOutAll()),
      new Loop('forget guesses at codes', HOUR_MS, () => guesses.forgetOld()),
      new Loop('keys of access codes', HOUR_MS, () => keys.sealAnew()),
    ];
  }

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
