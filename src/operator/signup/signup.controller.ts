import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Idempotency, signupScope } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { Public } from '../../platform/http/public.decorator.js';
import { SignupInput, SignupView } from './signup.dto.js';
import { SignupService } from './signup.service.js';

@ApiTags('Account')
@Controller('v1/signup')
@Public()
export class SignupController {
  constructor(
    private readonly signups: SignupService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Make a team on the plan free, with a token',
    description: 'Five an hour per address. The secret of the token is shown this once.',
  })
  @ApiCreatedResponse({ type: SignupView })
  signUp(@Req() { ip, id }: FastifyRequest, @Body() input: SignupInput, @Idempotent() call: IdempotentCall) {
    return this.idempotency.answer(signupScope(ip), call, { status: 201, secret: true }, (tx) =>
      this.signups.signUp(tx, { address: ip, requestId: id }, input),
    );
  }
}
