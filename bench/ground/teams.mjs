import { ask } from './http-load.mjs';
import { ADMIN_TOKEN } from './processes.mjs';

const CREDITS = 1_000_000_000;
/** What a benchmark does in a minute, a customer may not do in a day. */
const LIMITS = {
  restPerMinute: 1_000_000,
  restPerHour: 1_000_000,
  mcpPerMinute: 1_000_000,
  jobsInFlight: 1_000_000,
};

/** A team with a token that may do all and more credits than a benchmark spends. */
export async function aTeam({ port }, name = 'Bench') {
  const operator = (path, json) => ask(port, { method: 'POST', path, token: ADMIN_TOKEN, json }, 201);
  const { teamId } = await operator('/v1/admin/teams', { name, plan: 'enterprise' });
  await operator(`/v1/admin/teams/${teamId}/credits`, { amount: CREDITS, reason: 'bench' });
  const { token, tokenId } = await operator(`/v1/admin/teams/${teamId}/tokens`, {
    name: 'bench',
    limits: LIMITS,
  });
  return { teamId, tokenId, token };
}

/** The same in a database that no engine serves. */
export async function insertTeams(client, teams) {
  for (const { teamId } of teams) {
    await client.query(`insert into teams (team_id, name, plan) values ($1, 'Bench', 'enterprise')`, [
      teamId,
    ]);
    await client.query(`insert into credit_accounts (team_id, purchased) values ($1, ${CREDITS})`, [teamId]);
  }
}
