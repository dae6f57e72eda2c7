/** What belongs to several teams, one team after the other: a transaction or a statement serves one. */
export function byTeam<T extends { teamId: string }>(things: T[]): Map<string, T[]> {
  const teams = new Map<string, T[]>();
  for (const thing of things) teams.set(thing.teamId, [...(teams.get(thing.teamId) ?? []), thing]);
  return teams;
}
