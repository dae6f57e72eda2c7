const ASKS_FOR_SOUND =
  /\b(music|soundtrack|song|melody|tune|jingle|lo-?fi|beats?|instrumental|ambient|ambience|soundscape|sound ?(effects?|bed)|sfx|white noise|birdsong|background (music|sound)|sounds? of)\b/iu;
/** What is spoken has somebody who speaks and something that is said. */
const IS_SPEECH =
  /\b(i|i'm|we|we're|you|you're|your|our|my|is|are|was|were|will|has|have|had|can|welcome|hello|thanks?|please|starts?|ends?)\b|[.!?]\s+\S|["“„«:]/iu;
const ORDERS = /^\s*(please\s+)?(make|create|generate|compose|write|play|produce)\b/iu;
const LONGEST_DESCRIPTION = 240;

/** Whether a text describes something to be heard, e.g. "calm ambient music with rain", rather than words to be spoken. */
export function describesSound(text: string): boolean {
  if (text.length > LONGEST_DESCRIPTION || !ASKS_FOR_SOUND.test(text)) return false;
  return ORDERS.test(text) || !IS_SPEECH.test(text);
}
