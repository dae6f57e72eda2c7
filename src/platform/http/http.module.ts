import { Global, Module } from '@nestjs/common';
import { ErrorCodesController } from './error-codes.controller.js';
import { ErrorPageController } from './error-page.controller.js';
import { HomeController } from './home.controller.js';
import { PublicUrl } from './public-url.js';
import { ShortWays } from './short-ways.js';
import { VersionController } from './version.controller.js';

/** What the engine tells about itself. */
@Global()
@Module({
  controllers: [HomeController, VersionController, ErrorCodesController, ErrorPageController],
  providers: [PublicUrl, ShortWays],
  exports: [PublicUrl, ShortWays],
})
export class HttpModule {}
