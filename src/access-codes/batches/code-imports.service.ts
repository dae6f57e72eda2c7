import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { DomainError, invalid } from '../../platform/errors.js';
import type { IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import { requireActive } from '../../teams/teams.service.js';
import { hashBytes, importedCodeHash } from '../codes/code-hash.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import { maskOfImported } from '../codes/code-mask.js';
import { normalForm } from '../codes/normal-form.js';
import { AccessPlansService } from '../plans/access-plans.service.js';
import { ImportPrices } from '../pricing/import-prices.service.js';
import type { ImportCodesInput, ImportedCodeBatch } from './code-batches.dto.js';
import { CodeBatchesService } from './code-batches.service.js';
import { CodeImportsRepository, type ImportedCode } from './code-imports.repository.js';
import { draftBatch } from './code-terms.js';

const SHORTEST = 8;
const MOST_REPORTED = 20;

/** Codes that a team has handed out elsewhere. They can be redeemed like others, and never be read again. */
@Injectable()
export class CodeImports {
  constructor(
    private readonly imports: CodeImportsRepository,
    private readonly batches: CodeBatchesService,
    private readonly plans: AccessPlansService,
    private readonly keys: CodeKeys,
    private readonly prices: ImportPrices,
    private readonly audit: AuditService,
  ) {}

  /** All or none. */
  async import(tx: Tx, actor: Actor, input: ImportCodesInput): Promise<ImportedCodeBatch> {
    requireActive(actor);
    const plan = await this.plans.findOpen(tx, input.planId);
    const codes = await this.read(input.codes);
    const quantity = codes.length;
    const price = await this.prices.of(tx, actor, quantity);
    const draft = { ...draftBatch(actor, input, plan), quantity, redemptionPrice: price.redemption };
    const added = await this.imports.insert(tx, draft, codes);
    if (added < quantity) throw await this.refusal(tx, draft.id, { codes, added });
    await this.prices.pay(tx, actor, {
      price,
      batchId: draft.id,
      maxCredits: input.maxCredits ?? undefined,
    });
    await this.audit.record(tx, {
      teamId: actor.teamId,
      actor: actor.tokenId,
      action: 'access_codes.imported',
      subject: draft.id,
      details: { planId: plan.id, count: quantity },
      requestId: actor.requestId,
    });
    return { ...(await this.batches.view(tx, draft.id)), creditsCharged: price.generation };
  }

  /** What is stored to tell a repeated call by must not be a text that codes could be guessed from. */
  async withoutCodes(call: IdempotentCall, { codes }: ImportCodesInput): Promise<IdempotentCall> {
    const pepper = await this.keys.pepper();
    const hashed = importedCodeHash(pepper, JSON.stringify(codes));
    return { ...call, body: { ...(call.body as object), codes: hashBytes(hashed).toString('hex') } };
  }

  /** To import one's own codes again is a mistake, not a guess at codes of others. */
  private async refusal(
    tx: Tx,
    batchId: string,
    { codes, added }: { codes: ImportedCode[]; added: number },
  ): Promise<DomainError> {
    const had = await this.imports.hadBefore(tx, batchId, codes);
    if (added + had.size < codes.length) return takenElsewhere();
    const faults = codes.flatMap(({ hash }, index) =>
      had.has(hash.toString('hex')) ? [{ path: `codes[${index}]`, message: 'was imported before' }] : [],
    );
    return invalid(faults.slice(0, MOST_REPORTED), 'Some codes were imported before.');
  }

  private async read(texts: string[]): Promise<ImportedCode[]> {
    const pepper = await this.keys.pepper();
    const codes = texts.map(normalForm);
    const seen = new Set<string>();
    const faults = codes.flatMap((code, index) => {
      const message = faultOf(code, seen);
      if (code !== null) seen.add(code);
      return message === null ? [] : [{ path: `codes[${index}]`, message }];
    });
    if (faults.length > 0) throw invalid(faults.slice(0, MOST_REPORTED), 'Some codes can not be imported.');
    return codes.map((code) => ({
      hash: hashBytes(importedCodeHash(pepper, code!)),
      masked: maskOfImported(code!),
      length: code!.length,
    }));
  }
}

function faultOf(code: string | null, seen: Set<string>): string | null {
  if (code === null) return 'must be letters and digits, dashes and spaces apart';
  if (code.length < SHORTEST)
    return `must have at least ${SHORTEST} letters and digits, or it is easily guessed`;
  return seen.has(code) ? 'is there twice' : null;
}

/** Which one is not said: an import must not tell which codes others have. */
function takenElsewhere(): DomainError {
  return new DomainError(
    'invalid_state',
    'One of these codes or more is in use already; none was imported.',
    {
      remediation: 'Leave out codes that were imported before.',
      context: { status: 'taken' },
    },
  );
}
