interface Wish {
  type: string;
  quality: number;
}

/** Whether the caller likes this media type at least as well as JSON, and names it before JSON if equally well. */
export function prefersOverJson(accept: string | undefined, type: string): boolean {
  const wishes = (accept ?? '').split(',').map(toWish);
  const wanted = wishes.findIndex((wish) => wish.type === type && wish.quality > 0);
  const json = wishes.findIndex((wish) => wish.type === 'application/json');
  if (wanted === -1 || json === -1) return wanted !== -1;
  const difference = wishes[wanted]!.quality - wishes[json]!.quality;
  return difference > 0 || (difference === 0 && wanted < json);
}

function toWish(part: string): Wish {
  const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
}
