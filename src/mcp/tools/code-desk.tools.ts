import { Injectable } from '@nestjs/common';
import { CodeExports } from '../../access-codes/export/code-exports.service.js';
import { CodeDesk } from '../../access-codes/redemption/code-desk.service.js';
import type { RedeemedView } from '../../access-codes/redemption/redemptions.dto.js';
import { ValidateCodeInput } from '../../access-codes/redemption/redemptions.dto.js';
import { CodeRevocations } from './code-revocations.service.js';
import {
  ExportCodesInput,
  ExportCodesOutput,
  RedeemInput,
  RedeemOutput,
  RevokeCodesInput,
  RevokeCodesOutput,
  VerdictOutput,
} from './access-codes.dto.js';
import { READS, tool, type Tool, type ToolAnswer, type ToolCall, type ToolFamily } from './tool.types.js';

const CHANGES = { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false };

/** What is done with codes that are made. */
@Injectable()
export class CodeDeskTools implements ToolFamily {
  constructor(
    private readonly desk: CodeDesk,
    private readonly exports: CodeExports,
    private readonly revocations: CodeRevocations,
  ) {}

  tools(): Tool[] {
    return [this.validate(), this.redeem(), this.revoke(), this.export()];
  }

  private validate(): Tool {
    return tool({
      name: 'validate_access_code',
      title: 'Validate an access code',
      description:
        "Tells whether a code is good, whichever team's it is, and what it would grant. Changes nothing. Do not try codes: " +
        'too many that do not exist lock this token out. Returns no job_id.',
      toolsets: ['access-codes'],
      abilities: ['access-codes:redeem'],
      annotations: READS,
      input: ValidateCodeInput,
      output: VerdictOutput,
      run: async (input, { actor }) => ({ value: { data: await this.desk.validate(actor, input) } }),
    });
  }

  private redeem(): Tool {
    return tool({
      name: 'redeem_access_code',
      title: 'Redeem an access code',
      description:
        'Redeems a code for a subject, such as the id of a user, and tells what was granted. A refusal says why in ' +
        'error.context.verdict and changes nothing. When you retry, reuse the same request_id. Returns no job_id.',
      toolsets: ['access-codes'],
      abilities: ['access-codes:redeem'],
      annotations: { ...CHANGES, destructiveHint: false, idempotentHint: false },
      input: RedeemInput,
      output: RedeemOutput,
      run: (input, call) => this.redeemOnce(input, call),
    });
  }

  private revoke(): Tool {
    return tool({
      name: 'revoke_access_codes',
      title: 'Revoke access codes',
      description:
        'Ends all codes of a batch_id, or the one of a code_id, for ever. With claw_back, unspent credits that they ' +
        'granted come back. Returns no job_id.',
      toolsets: ['access-codes'],
      abilities: ['access-codes:revoke'],
      annotations: CHANGES,
      input: RevokeCodesInput,
      output: RevokeCodesOutput,
      run: async (input, { actor }) => ({ value: { data: await this.revocations.revoke(actor, input) } }),
    });
  }

  private export(): Tool {
    return tool({
      name: 'export_access_codes',
      title: 'Export access codes',
      description:
        'Gives a link to a file (CSV or JSON Lines) with all codes of a finished batch, good for 15 minutes without a ' +
        'token. Each export is on record. Returns no job_id.',
      toolsets: ['access-codes'],
      abilities: ['access-codes:reveal'],
      annotations: { ...CHANGES, destructiveHint: false },
      input: ExportCodesInput,
      output: ExportCodesOutput,
      run: async ({ batchId, format = 'csv' }, { actor }) => ({
        value: { data: await this.exports.link(actor, batchId, format) },
      }),
    });
  }

  private async redeemOnce(
    { code, subject, requestId }: RedeemInput,
    { actor, name }: ToolCall,
  ): Promise<ToolAnswer> {
    const { body, replayed } = await this.desk.redeem(
      actor,
      { code, subject },
      { key: requestId, method: 'MCP', route: name },
    );
    const data = JSON.parse(body!) as RedeemedView;
    return { value: { data: { ...data, ...(replayed && { replayed }) } } };
  }
}
