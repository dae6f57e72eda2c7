import { Global, Module } from '@nestjs/common';
import { ErrorCodesController } from './error-codes.controller.js';
import { PublicUrl } from './public-url.js';
import { ShortWays } from './short-ways.js';
import { VersionController } from './version.controller.js';

/** What the engine tells about itself. */
@Global()
@Module({
  controllers: [VersionController, ErrorCodesController],
  providers: [PublicUrl, ShortWays],
  exports: [PublicUrl, ShortWays],
})
export class HttpModule {}
