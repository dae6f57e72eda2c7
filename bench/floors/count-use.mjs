/** The counters that the engine keeps for quotas and usage: a floor that left them out would be lower than the work. */
export async function countUse(client, { teamId, tokenId }, { jobs, credits }) {
  await client.query(
    `insert into jobs_in_flight as flight (team_id, token_id, shard, count) values ($1, $2, 0, $3)
     on conflict (team_id, token_id, shard) do update set count = flight.count + excluded.count`,
    [teamId, tokenId, jobs],
  );
  await client.query(
    `insert into token_spending_days as spent (team_id, token_id, day, charged)
     values ($1, $2, (now() at time zone 'utc')::date, $3)
     on conflict (team_id, token_id, day) do update set charged = spent.charged + excluded.charged`,
    [teamId, tokenId, credits],
  );
  await client.query(
    `insert into usage_days as usage (team_id, day, token_id, kind, model, shard, jobs, charged)
     values ($1, (now() at time zone 'utc')::date, $2, 'media.image', 'studio-image', 0, $3, $4)
     on conflict (team_id, day, token_id, kind, model, shard) do update
     set jobs = usage.jobs + excluded.jobs, charged = usage.charged + excluded.charged`,
    [teamId, tokenId, jobs, credits],
  );
}
