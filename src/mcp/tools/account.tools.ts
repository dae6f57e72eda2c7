import { Injectable } from '@nestjs/common';
import { AccountView } from '../../credits/account.dto.js';
import { AccountService } from '../../credits/account.service.js';
import { NoInput } from './empty.dto.js';
import { READS, tool, type Tool, type ToolFamily } from './tool.types.js';

@Injectable()
export class AccountTools implements ToolFamily {
  constructor(private readonly accounts: AccountService) {}

  tools(): Tool[] {
    return [
      tool({
        name: 'get_account',
        title: 'Get the account',
        description: 'Tells the team, its plan, its credits and the limits of this token. Returns no job_id.',
        toolsets: ['generation', 'media'],
        abilities: [],
        annotations: READS,
        input: NoInput,
        output: AccountView,
        run: async (_input, { actor }) => ({ value: await this.accounts.read(actor) }),
      }),
    ];
  }
}
