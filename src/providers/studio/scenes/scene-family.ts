import { hash32 } from '../drawing/random.js';
import { LANDSCAPE_WORDS } from './landscape/composition.js';
import { SCENE_FAMILIES, type SceneFamily, type SceneStyle } from './scene-style.types.js';
import { namesProduct } from './still-life/products.js';

interface Traits {
  /** Names the kind of picture itself; such a word weighs more than what the picture shows. */
  genre: RegExp;
  subject: (prompt: string) => number;
}

const GENRE_WEIGHT = 3;

/** In order: on a draw the earlier wins. */
const TRAITS: Record<SceneFamily, Traits> = {
  still_life: {
    genre:
      /\b(product|products|still life|packshot|mock-?up|e-?commerce|studio (shot|light\w*|photo\w*)|on a (pedestal|podium|plinth))\b/i,
    subject: (prompt) => (namesProduct(prompt) ? 2 : 0),
  },
  landscape: {
    genre: /\b(landscapes?|scenery|seascapes?|panorama\w*|vista)\b/i,
    subject: (prompt) => LANDSCAPE_WORDS.filter((words) => words.test(prompt)).length,
  },
  poster: {
    genre:
      /\b(posters?|flyers?|typograph\w*|swiss style|bauhaus|brutalis\w*|book cover|album cover|invitation)\b/i,
    subject: countOf(
      /\b(geometric|announcement|quote|festival|sale|exhibition|conference|event|modernist)\b/gi,
    ),
  },
  flow: {
    genre: /\b(abstract\w*|gradients?|generative)\b/i,
    // Backgrounds and wallpapers are of what else is said, and things stand before them; alone they are this.
    subject: countOf(
      /\b(flow\w*|ribbons?|silk\w*|fluid\w*|liquid|waves? of|orbs?|ai|agents?|neural|data|networks?|digital|tech\w*|cyber\w*|futur\w*|software|code|energy|music|sound|intelligence|neon|synth\w*|dreams?|wallpaper|background|backdrop|texture)\b/gi,
    ),
  },
};

/** For prompts without a word we know, such as those in other languages. */
const ODDS: ReadonlyArray<readonly [family: SceneFamily, upTo: number]> = [
  ['landscape', 0.4],
  ['flow', 0.72],
  ['still_life', 0.86],
  ['poster', 1],
];

/** The family is the prompt's, not the seed's: variations are of one kind. */
export function familyFor(prompt: string, style: SceneStyle): SceneFamily {
  if (style !== 'auto') return style;
  const [best, score] = SCENE_FAMILIES.map(
    (family) => [family, scoreOf(TRAITS[family], prompt)] as const,
  ).toSorted(([a, scoreA], [b, scoreB]) => scoreB - scoreA || rank(a) - rank(b))[0]!;
  return score > 0 ? best : byChance(prompt);
}

function scoreOf({ genre, subject }: Traits, prompt: string): number {
  return (genre.test(prompt) ? GENRE_WEIGHT : 0) + subject(prompt);
}

function rank(family: SceneFamily): number {
  return Object.keys(TRAITS).indexOf(family);
}

function byChance(prompt: string): SceneFamily {
  const drawn = hash32(`family/${prompt.normalize('NFC')}`) / 2 ** 32;
  return ODDS.find(([, upTo]) => drawn < upTo)![0];
}

function countOf(words: RegExp): (prompt: string) => number {
  return (prompt) => new Set(prompt.match(words)?.map((word) => word.toLowerCase())).size;
}
