const LISTS = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
};
const NAME_OF = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };

/** Answers what the fixtures know and leaves everything else to the engine; lists hold both. */
export function answerLike(fixtures, answerOfEngine) {
  return async (message) => {
    const { method, params, generation } = message;
    const list = LISTS[method];
    if (list) {
      const ours = await answerOfEngine(message);
      return { ...ours, [list]: [...ours[list], ...fixtures[list](generation)] };
    }
    const own =
      fixtures.methods[method]?.(message) ?? fixtures.find(method, params[NAME_OF[method]])?.(message);
    return (await own) ?? answerOfEngine(message);
  };
}
