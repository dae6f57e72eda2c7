import { light, withLightness } from '../../drawing/color.js';
import type { Random } from '../../drawing/random.js';
import type { Gobo, Lighting } from './lighting.js';
import type { Light } from './materials.js';
import type { Scheme } from './scheme.js';
import type { Setting } from './tracing.js';

export function lightSet(scheme: Scheme, side: 1 | -1, random: Random): Lighting {
  const direction: [number, number, number] = [
    -side * random.between(0.5, 0.8),
    random.between(0.85, 1.15),
    random.between(0.45, 0.8),
  ];
  const length = Math.hypot(...direction);
  const gobos: readonly Gobo[] = scheme.dark
    ? ['none', 'none', 'window']
    : ['none', 'none', 'window', 'leaves', 'leaves'];
  const warm: Light = scheme.dark ? [1.5, 1.4, 1.3] : [1.2, 1.14, 1.05];
  const paper = light(scheme.paper);
  const above: Light = scheme.dark ? [0.16, 0.17, 0.2] : [0.62, 0.64, 0.68];
  const gobo = gobos[random.integer(0, gobos.length - 1)]!;
  return {
    key: [direction[0] / length, direction[1] / length, direction[2] / length],
    keyColor: gobo === 'none' ? warm : [warm[0] * 1.16, warm[1] * 1.12, warm[2] * 1.02],
    dome: { above, below: [paper[0] * 0.42, paper[1] * 0.42, paper[2] * 0.42] },
    rim: scheme.dark ? 1.5 : 0.85,
    gobo,
    goboShift: random.between(-0.5, 0.5),
  };
}

export function hangBackdrop(scheme: Scheme): Setting['backdrop'] {
  const lift = scheme.dark ? 0.1 : 0.03;
  return {
    middle: light(withLightness(scheme.paper, Math.min(0.95, scheme.paper.l + lift))),
    edge: light(withLightness(scheme.paper, scheme.paper.l - (scheme.dark ? 0.07 : 0.09))),
    mirror: scheme.dark ? 0.06 : 0,
  };
}
