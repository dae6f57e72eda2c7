import { headphones, laptop, phone, speaker, watch } from './products/devices.js';
import { lamp, parcel, perfume } from './products/gifts.js';
import type { Maker, Order, Product } from './products/product.js';
import { candle, cup, mug } from './products/tableware.js';
import { bottle, bowl, can, jar, vase } from './products/vessels.js';

/** In order: the more special word wins over the more general. */
const PRODUCTS: ReadonlyArray<readonly [words: RegExp, make: Maker]> = [
  [/\b(perfumes?|fragrances?|cologne|flacons?|scents?)\b/i, perfume],
  [/\b(candles?)\b/i, candle],
  [/\b(lamps?|lantern)\b/i, lamp],
  [/\b(head-?phones?|earphones?|headset)\b/i, headphones],
  [/\b(speakers?|loudspeakers?|smart home|amplifier)\b/i, speaker],
  [/\b((smart|i)?phones?|mobile app|tablets?)\b/i, phone],
  [/\b(laptops?|notebook computer|computers?|macbook)\b/i, laptop],
  // Not the verb: "watch the sunset".
  [/\b((smart|wrist)watch(es)?|watches|watch(?! (the|a|as|it|how|over|out|us|me|this|my|your)\b))\b/i, watch],
  [/\b(espresso|cappuccino|latte|tea ?cups?|cups?|saucers?)\b/i, cup],
  [/\b(mugs?|coffee|tea)\b/i, mug],
  [/\b(soda|(tin|drinks?|beverage|alumini?um) cans?|energy drink|beer)\b/i, can],
  [/\b(bottles?|wine|shampoo|serum|lotion|drinks?|juice|olive oil|flasks?)\b/i, bottle],
  [/\b(jars?|creams?|cosmetics?|skin-?care|moisturi[sz]er|honey|jam|balm|make-?up)\b/i, jar],
  [/\b(bowls?|fruits?|dish(es)?|salad)\b/i, bowl],
  [/\b(box(es)?|parcels?|packages?|packaging|sneakers?|shoes?|gifts?|books?)\b/i, parcel],
  [/\b(vases?|pots?|pottery|ceramics?|urns?|amphora|porcelain)\b/i, vase],
];

export function namesProduct(prompt: string): boolean {
  return PRODUCTS.some(([words]) => words.test(prompt));
}

/** For prompts that name no thing we know: what looks well without a purpose. */
const ANY: readonly Maker[] = [vase, vase, bottle, jar, mug];

export function makeProduct(order: Order): Product {
  const [, make] = PRODUCTS.find(([words]) => words.test(order.prompt)) ?? [];
  const chosen = make ?? ANY[order.random.fork('product').integer(0, ANY.length - 1)]!;
  return chosen(order);
}
