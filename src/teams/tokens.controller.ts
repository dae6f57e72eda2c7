import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Transactions } from '../platform/database/transactions.js';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../platform/http/paged-list.js';
import { Idempotency } from '../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import type { Actor } from './actor.types.js';
import { AuthenticationService } from './authentication.service.js';
import { CurrentActor } from './current-actor.decorator.js';
import { RequireAbility } from './require-ability.decorator.js';
import { IssuedTokenView, NewTokenInput, TokenView } from './tokens.dto.js';
import { TokensService } from './tokens.service.js';

const TOKENS = new PagedList('tokens', anId('token'));

@ApiTags('Tokens')
@Controller('v1/tokens')
@RequireAbility('tokens:manage')
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly authentication: AuthenticationService,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @ApiOperation({ summary: "The team's tokens, revoked ones included, newest first" })
  @ApiPage(TokenView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<TokenView>> {
    const [beforeId] = TOKENS.positionOf(cursor);
    const tokens = await this.transactions.forTeam(teamId, (tx) =>
      this.tokens.page(tx, teamId, { beforeId, limit: limit + 1 }),
    );
    return TOKENS.page(tokens, limit, { view: (token) => token, position: ({ id }) => id });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One token' })
  @ApiOkResponse({ type: TokenView })
  read(@CurrentActor() { teamId }: Actor, @Param('id') id: string): Promise<TokenView> {
    return this.transactions.forTeam(teamId, (tx) => this.tokens.byId(tx, teamId, id));
  }

  @Post()
  @ApiOperation({
    summary: 'Make a token',
    description:
      'The secret is shown this once. A token can only make tokens that may do no more than itself; what is left out is taken over from it.',
  })
  @ApiCreatedResponse({ type: IssuedTokenView })
  issue(@CurrentActor() actor: Actor, @Body() input: NewTokenInput, @Idempotent() call: IdempotentCall) {
    return this.idempotency.answer(actor.teamId, onlyFor(actor, call), { status: 201, secret: true }, (tx) =>
      this.tokens.issue(tx, actor, input),
    );
  }

  @Post(':id/rotate')
  @ApiOperation({
    summary: 'Give a token a new secret',
    description:
      'The new secret is shown this once and the old one ends at once. To change over without a gap, make a second token and revoke the first.',
  })
  @ApiCreatedResponse({ type: IssuedTokenView })
  async rotate(@CurrentActor() actor: Actor, @Param('id') id: string, @Idempotent() call: IdempotentCall) {
    const answer = await this.idempotency.answer(
      actor.teamId,
      onlyFor(actor, call),
      { status: 201, secret: true },
      (tx) => this.tokens.rotate(tx, actor, id),
    );
    this.authentication.forgetAll();
    return answer;
  }

  @Post(':id/revoke')
  @ApiOperation({ summary: 'End a token and answer it' })
  @ApiOkResponse({ type: TokenView })
  async revoke(@CurrentActor() actor: Actor, @Param('id') id: string, @Idempotent() call: IdempotentCall) {
    const answer = await this.idempotency.answer(actor.teamId, call, { status: 200 }, (tx) =>
      this.tokens.revoke(tx, actor, id),
    );
    this.authentication.forgetAll();
    return answer;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a token' })
  @ApiNoContentResponse()
  async remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.transactions.forTeam(actor.teamId, (tx) => this.tokens.revoke(tx, actor, id));
    this.authentication.forgetAll();
  }
}

/** A secret is answered again only to the token that asked for it: a weaker one of the team must not learn it by the key. */
function onlyFor({ tokenId }: Actor, call: IdempotentCall): IdempotentCall {
  return { ...call, body: { askedBy: tokenId, body: call.body } };
}
