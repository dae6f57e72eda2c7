export interface ShownPlan {
  name: string;
  slug: string;
  priceUsdMonth: number | null;
  includedCredits: number;
  jobsInFlight: number;
}

export interface ShownModel {
  slug: string;
  title: string;
  type: string;
  status: string;
  provider: string;
  price: { summary: string };
}

const TYPES = ['image', 'video', 'audio', '3d'];

/** The text of docs/pricing.md, from the accounts of teams on each plan and from the models of an engine as it comes. */
export function pricingPage(plans: ShownPlan[], models: ShownModel[]): string {
  return [
    '# Pricing',
    '',
    'Work is paid for in credits. A job is charged when it is accepted, and gives its credits back if it fails or is canceled.',
    '',
    '## Plans',
    '',
    '| plan | a month | credits | jobs in flight |',
    '| --- | --- | --- | --- |',
    ...plans.map(planRow),
    '',
    '- The free plan needs no credit card and gives its credits once. Those of the others come again with each month; what is left of the',
    '  month before ends then.',
    '- Included credits are spent before bought ones, and bought ones never end.',
    '- Enterprise has custom volume pricing: whoever runs the engine agrees on credits with each customer.',
    '- The engine takes no payments: its operator puts teams on plans and adds what they bought ([teams.md](teams.md)).',
    '',
    '## Models',
    '',
    'What comes with the engine. Operators set prices of their own ([catalogue.md](catalogue.md)): `GET /v1/models` says what holds here,',
    '`POST /v1/estimate` and the tool `estimate_cost` what a job or a batch will cost. Time is counted in whole units that have begun, a',
    'megapixel is 1024 × 1024 pixels, and what comes out is rounded up to whole credits for each output.',
    '',
    '| type | model | name | credits |',
    '| --- | --- | --- | --- |',
    ...TYPES.flatMap((type) =>
      models.filter((model) => model.type === type && model.status === 'active'),
    ).map(modelRow),
    '',
    'Models of a provider become available with its key ([providers.md](providers.md)); those of the studio always are. What access codes',
    'cost is in [access-codes.md](access-codes.md#what-codes-cost).',
    '',
    '---',
    '',
    'This page is made from a running engine: `UPDATE_DOCS=1 npm test -- test/docs.test.ts`.',
    '',
  ].join('\n');
}

function planRow({ name, slug, priceUsdMonth, includedCredits, jobsInFlight }: ShownPlan): string {
  const price = priceUsdMonth === null ? 'custom' : `$${priceUsdMonth}`;
  const credits = priceUsdMonth === null ? 'custom' : includedCredits.toLocaleString('en');
  return `| ${name} (\`${slug}\`) | ${price} | ${credits} | ${jobsInFlight.toLocaleString('en')} |`;
}

function modelRow({ type, title, slug, price }: ShownModel): string {
  return `| ${type} | ${title} | \`${slug}\` | ${price.summary} |`;
}
