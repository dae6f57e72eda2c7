import type { BedName, Listening, StyleName } from './music.types.js';

/** In order: the first that matches names the style. */
const STYLE_WORDS: Array<[StyleName, RegExp]> = [
  ['lofi', /\b(lo-?fi|chill-?hop|study(ing)?|hip-?hop|jazz(y)?|caf[eé]|coffee|laid[- ]back)\b/iu],
  ['synthwave', /\b(synth-?wave|retro|80s|eighties|neon|cyber\w*|arcade|electro\w*|techno|house|edm|club)\b/iu],
  ['cinematic', /\b(cinematic|epic|trailer|orchestra\w*|dramatic|drama|heroic|film score|suspense\w*|tension|strings|violins?)\b/iu],
  ['piano', /\b(pianos?|classical|romantic|waltz|lullaby|nocturne|wedding|nostalgi\w*)\b/iu],
  ['upbeat', /\b(upbeat|up-tempo|happy|joy\w*|energetic|corporate|advert\w*|cheerful|fun|pop|summer|party|playful|uplifting|jingle|positive)\b/iu],
  ['ambient', /\b(ambient|ambience|atmospher\w*|drone|pads?|meditat\w*|yoga|spa|sleep\w*|relax\w*|calm\w*|peaceful|space|dream\w*)\b/iu],
]; // prettier-ignore

const BED_WORDS: Array<[BedName, RegExp]> = [
  ['thunder', /\b(thunder\w*|storm\w*)\b/iu],
  ['rain', /\b(rain\w*|drizzle|downpour|thunder\w*|storm)\b/iu],
  ['ocean', /\b(oceans?|seas?|seaside|waves|beach|surf|shore)\b/iu],
  ['stream', /\b(streams?|brook|river|creek|waterfall|fountain)\b/iu],
  ['wind', /\b(winds?|windy|breeze|blizzard|gusts?|desert|mountains?)\b/iu],
  ['fire', /\b(fire|campfire|fireplace|bonfire|crackling|hearth)\b/iu],
  ['forest', /\b(forests?|woods|birds?|birdsong|jungle|garden|meadow|morning|nature)\b/iu],
  ['night', /\b(crickets?|cicadas?|night ?(time|fall)?|midnight)\b/iu],
];

const MUSIC =
  /\b(music|song|tune|melod\w*|soundtrack|score|beats?|track|theme|instrumental|piece|loop|chords?|tempo|bpm)\b/iu;
const CRICKETS = /\b(crickets?|cicadas?)\b/iu;
const DARK =
  /\b(dark|sad|melanchol\w*|night|minor|mysterious|moody|tense|suspense\w*|ominous|somber|winter|lonely|rainy)\b/iu;
const BRIGHT =
  /\b(bright|happy|joy\w*|uplifting|major|sunny|sunrise|summer|hope\w*|warm|cheerful|playful|inspiring)\b/iu;
const FAST = /\b(fast|quick|energetic|driving|intense|rush)\b/iu;
const SLOW = /\b(slow|gentle|calm|sleep\w*|soft|relax\w*|quiet)\b/iu;

/** Music in the style that the words name, beds of the sounds that they name, or both; ambient when they name nothing. */
export function listenTo(prompt: string): Listening {
  const style = STYLE_WORDS.find(([, words]) => words.test(prompt))?.[0] ?? null;
  const named = BED_WORDS.filter(([, words]) => words.test(prompt)).map(([bed]) => bed);
  // "Night drive" names an hour; only of nature alone does the night sing.
  const beds = style === null || CRICKETS.test(prompt) ? named : named.filter((bed) => bed !== 'night');
  const onlyBeds = style === null && beds.length > 0 && !MUSIC.test(prompt);
  const fast = FAST.test(prompt);
  return {
    style: onlyBeds ? null : (style ?? 'ambient'),
    beds: beds.slice(0, 3),
    mood: moodOf(prompt),
    pace: fast === SLOW.test(prompt) ? 0 : fast ? 1 : -1,
  };
}

function moodOf(prompt: string): Listening['mood'] {
  const dark = DARK.test(prompt);
  if (dark === BRIGHT.test(prompt)) return null;
  return dark ? 'dark' : 'bright';
}
