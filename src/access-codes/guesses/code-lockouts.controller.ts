import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import { anyText, PagedList } from '../../platform/http/paged-list.js';
import { notFound } from '../../platform/errors.js';
import { Idempotency, OPERATOR_SCOPE } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { type Page, PageQuery } from '../../platform/http/page.dto.js';
import { AuditService } from '../../teams/audit.service.js';
import { CurrentOperator } from '../../teams/current-operator.decorator.js';
import { OperatorOnly } from '../../teams/operator-only.decorator.js';
import type { Operator } from '../../teams/operator.types.js';
import { OperatorCodesSystemRepository } from '../operator-codes.system.repository.js';
import { GuesserInput, LockoutView } from './code-lockouts.dto.js';
import { type Guesser, isGuesserKind } from './guesses.types.js';
import { GuessesRepository } from './guesses.system.repository.js';

const LOCKOUTS = new PagedList('lock-outs', isGuesserKind, anyText);

/** Who is locked out for guessing at codes. */
@ApiTags('Operator')
@Controller('v1/admin/code-lockouts')
@OperatorOnly()
export class CodeLockoutsController {
  constructor(
    private readonly guesses: GuessesRepository,
    private readonly system: OperatorCodesSystemRepository,
    private readonly audit: AuditService,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Tokens, addresses and teams that are locked out for guessing at codes' })
  @ApiPage(LockoutView)
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<LockoutView>> {
    const [kind, subject] = LOCKOUTS.positionOf(cursor);
    const after = kind === undefined ? undefined : ({ kind, subject } as Guesser);
    const rows = await this.system.transaction((tx) => this.guesses.page(tx, after, limit + 1));
    return LOCKOUTS.page(rows, limit, { view: (row) => row, position: (row) => [row.kind, row.subject] });
  }

  @Post('lift')
  @HttpCode(204)
  @ApiOperation({ summary: 'Lift a lock-out' })
  lift(
    @CurrentOperator() { requestId }: Operator,
    @Body() guesser: GuesserInput,
    @Idempotent() call: IdempotentCall,
  ) {
    return this.idempotency.answer(OPERATOR_SCOPE, call, { status: 204 }, async (tx) => {
      if (!(await this.guesses.lift(tx, guesser))) throw notFound('lock-out');
      const entry = { teamId: null, actor: 'operator', subject: guesser.subject, requestId };
      await this.audit.record(tx, {
        ...entry,
        action: 'code_lockout.lifted',
        details: { kind: guesser.kind },
      });
    });
  }
}
