/** What belongs to several teams, one team after the other. */
export function byTeam<T>(things: T[], teamOf: (thing: T) => string): Map<string, T[]> {
  const teams = new Map<string, T[]>();
  for (const thing of things) {
    const team = teams.get(teamOf(thing));
    if (team) team.push(thing);
    else teams.set(teamOf(thing), [thing]);
  }
  return teams;
}
