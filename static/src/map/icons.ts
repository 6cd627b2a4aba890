import type { Flavor, FlavorName } from './flavors.ts';
import { projectCategories } from './rows.ts';
import type { Hue } from './rows.ts';

/** One painted image, in device pixels. */
export interface Painted {
  readonly id: string;
  readonly data: ImageData;
  readonly pixelRatio: number;
  /** For badges that stretch around their text. */
  readonly stretch?: { readonly x: [number, number]; readonly y: [number, number]; readonly content: [number, number, number, number] };
}

const ratio = 2; // painted at twice the CSS pixels: sharp on the screens people have

type Paint = (c: CanvasRenderingContext2D, f: Flavor) => void;
interface Recipe { readonly size: number; readonly paint: Paint; readonly badge?: boolean }

/** The character of each project category on its square; it carries the meaning, the colour only helps. */
export const projectGlyph = {
  culture: '文', relocation: '承', transport: '路', water: '水', energy: '能', resilience: '韧', education: '教', health: '医',
} as const;

const tau = 2 * Math.PI;

function disc(c: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  c.beginPath();
  c.arc(x, y, r, 0, tau);
}

/** now: disc with a hole · 2030: ring with a dot · beyond: broken ring. */
function station(colour: 'railNow' | 'rail2030' | 'railLater'): Paint {
  return (c, f) => {
    disc(c, 10, 10, 9.2);
    c.fillStyle = f.base.halo;
    c.fill();
    const hue = f.plan[colour];
    if (colour === 'railNow') {
      disc(c, 10, 10, 7.4);
      c.fillStyle = hue;
      c.fill();
      disc(c, 10, 10, 3);
      c.fillStyle = f.base.halo;
      c.fill();
      return;
    }
    disc(c, 10, 10, 6.6);
    c.strokeStyle = hue;
    c.lineWidth = 2.4;
    if (colour === 'railLater') c.setLineDash([3, 2.2]);
    c.stroke();
    if (colour === 'rail2030') {
      disc(c, 10, 10, 2.9);
      c.fillStyle = hue;
      c.fill();
    }
  };
}

function substation(kv: 110 | 220 | 500, planned: boolean): Paint {
  return (c, f) => {
    const r = kv === 110 ? 6.2 : kv === 220 ? 8 : 9;
    disc(c, 10, 10, r + 0.8);
    c.fillStyle = f.base.halo;
    c.fill();
    c.strokeStyle = f.plan.sub;
    c.lineWidth = 1.5;
    if (planned) c.setLineDash([2, 1.5]);
    disc(c, 10, 10, r - 0.4);
    if (!planned) {
      c.fillStyle = f.plan.sub;
      c.fill();
    }
    c.stroke();
    if (kv !== 110) {
      disc(c, 10, 10, r - 2.6);
      c.strokeStyle = planned ? f.plan.sub : f.base.halo;
      c.lineWidth = 1;
      c.stroke();
    }
    c.beginPath();
    for (const [x, y] of [[10.8, 6.2], [7.6, 10.9], [9.8, 10.9], [9.2, 13.8], [12.4, 9.1], [10.2, 9.1]] as const) c.lineTo(x, y);
    c.closePath();
    c.fillStyle = planned ? f.plan.sub : f.base.halo;
    c.fill();
  };
}

function project(category: (typeof projectCategories)[number], name: FlavorName): Paint {
  return (c, f) => {
    c.beginPath();
    c.roundRect(0.8, 0.8, 18.4, 18.4, 4.5);
    c.fillStyle = f.base.halo;
    c.fill();
    c.beginPath();
    c.roundRect(2, 2, 16, 16, 3.5);
    c.fillStyle = f.project[category];
    c.fill();
    c.fillStyle = name === 'dark' ? f.base.halo : f.ui.onAccent;
    c.font = '600 11px "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText(projectGlyph[category], 10, 10.6);
  };
}

/** Parallel lines at 45° (up) or 135° (down) that meet themselves at the tile's border. */
function diagonal(size: number, colour: (f: Flavor) => string, up: boolean, lineWidth: number): Recipe {
  return {
    size,
    paint: (c, f) => {
      c.strokeStyle = colour(f);
      c.lineWidth = lineWidth;
      c.beginPath();
      for (const shift of [-size, 0, size]) {
        if (up) { c.moveTo(shift - 1, size + 1); c.lineTo(shift + size + 1, -1); }
        else { c.moveTo(shift - 1, -1); c.lineTo(shift + size + 1, size + 1); }
      }
      c.stroke();
    },
  };
}

function dots(size: number, colour: (f: Flavor) => string): Recipe {
  return { size, paint: (c, f) => { disc(c, size / 2, size / 2, 1.3); c.fillStyle = colour(f); c.fill(); } };
}

function horizontal(size: number, colour: (f: Flavor) => string): Recipe {
  return { size, paint: (c, f) => { c.fillStyle = colour(f); c.fillRect(0, size / 2 - 0.6, size, 1.2); } };
}

function arrow(colour: (f: Flavor) => string, solid: boolean): Recipe {
  return {
    size: 14,
    paint: (c, f) => {
      c.beginPath();
      c.moveTo(4, 3);
      c.lineTo(10.5, 7);
      c.lineTo(4, 11);
      if (solid) {
        c.lineTo(5.6, 7);
        c.closePath();
        c.fillStyle = colour(f);
        c.fill();
      } else {
        c.strokeStyle = colour(f);
        c.lineWidth = 2;
        c.lineJoin = 'round';
        c.stroke();
      }
    },
  };
}

function badge(colour: (f: Flavor) => string, radius: number): Recipe {
  return {
    size: 20, badge: true,
    paint: (c, f) => {
      c.beginPath();
      c.roundRect(1, 1, 18, 18, radius);
      c.fillStyle = f.base.halo;
      c.fill();
      c.strokeStyle = colour(f);
      c.lineWidth = 1.4;
      c.stroke();
    },
  };
}

const place: Paint = (c, f) => {
  disc(c, 10, 10, 4.6);
  c.fillStyle = f.base.halo;
  c.fill();
  disc(c, 10, 10, 3.2);
  c.fillStyle = f.base.label;
  c.fill();
};

const industrialPark: Paint = (c, f) => {
  c.beginPath();
  for (const [x, y] of [[3, 16.5], [3, 9], [8, 5.5], [8, 9], [13, 5.5], [13, 9], [17, 9], [17, 16.5]] as const) c.lineTo(x, y);
  c.closePath();
  c.fillStyle = f.plan.corridor;
  c.strokeStyle = f.base.halo;
  c.lineWidth = 2;
  c.lineJoin = 'round';
  c.stroke();
  c.fill();
};

const entrance: Paint = (c, f) => {
  disc(c, 10, 10, 5);
  c.fillStyle = f.base.halo;
  c.fill();
  c.strokeStyle = f.plan.railNow;
  c.lineWidth = 1.8;
  c.stroke();
};

const stack: Paint = (c, f) => {
  for (const [dx, dy] of [[3, -3], [0, 0]] as const) {
    c.beginPath();
    c.roundRect(3 + dx, 6 + dy, 18, 15, 4);
    c.fillStyle = f.ui.panel;
    c.fill();
    c.strokeStyle = f.ui.muted;
    c.lineWidth = 1.3;
    c.stroke();
  }
};

/** A map pin whose tip is the place: filled with a ＋ for a new station, with ↔ for a moved one, hollow for a suggestion. */
function pin(sign: 'plus' | 'arrows' | 'none'): Recipe {
  return {
    size: 40,
    paint: (c, f) => {
      c.beginPath();
      c.moveTo(20, 39);
      c.bezierCurveTo(17, 33, 8, 26, 8, 15);
      c.arc(20, 15, 12, Math.PI, 0);
      c.bezierCurveTo(32, 26, 23, 33, 20, 39);
      c.closePath();
      c.lineJoin = 'round';
      c.strokeStyle = f.base.halo;
      c.lineWidth = 3;
      c.stroke();
      c.fillStyle = sign === 'none' ? f.base.halo : f.plan.whatif;
      c.fill();
      c.strokeStyle = sign === 'none' ? f.plan.whatif : f.base.halo;
      c.lineWidth = sign === 'none' ? 2 : 2.4;
      if (sign === 'none') {
        c.setLineDash([3, 2]);
        c.stroke();
        return;
      }
      c.lineCap = 'round';
      c.beginPath();
      c.moveTo(14, 15);
      c.lineTo(26, 15);
      if (sign === 'plus') {
        c.moveTo(20, 9);
        c.lineTo(20, 21);
      } else {
        for (const [x, dx] of [[14, 3], [26, -3]] as const) {
          c.moveTo(x + dx, 12);
          c.lineTo(x, 15);
          c.lineTo(x + dx, 18);
        }
      }
      c.stroke();
    },
  };
}

/** A closed station: its place crossed out. */
const closedStation: Paint = (c, f) => {
  disc(c, 10, 10, 8.6);
  c.fillStyle = f.base.halo;
  c.fill();
  c.strokeStyle = f.ui.loss;
  c.lineWidth = 2.2;
  disc(c, 10, 10, 7.4);
  c.stroke();
  c.beginPath();
  c.moveTo(6, 6);
  c.lineTo(14, 14);
  c.moveTo(14, 6);
  c.lineTo(6, 14);
  c.stroke();
};

function recipes(name: FlavorName): Record<string, Recipe> {
  const plan = (key: keyof Flavor['plan']) => (f: Flavor) => f.plan[key];
  const small = (paint: Paint): Recipe => ({ size: 20, paint });
  return {
    'station-now': small(station('railNow')),
    'station-2030': small(station('rail2030')),
    'station-beyond': small(station('railLater')),
    ...Object.fromEntries(([110, 220, 500] as const).flatMap((kv) => [
      [`substation-${kv}`, small(substation(kv, false))],
      [`substation-${kv}-planned`, small(substation(kv, true))],
    ])),
    ...Object.fromEntries(projectCategories.map((category) => [`project-${category}`, small(project(category, name))])),
    'hatch-core': diagonal(7, plan('core'), true, 1.5),
    'hatch-zone': diagonal(10, plan('zone'), true, 1.2),
    'hatch-town': dots(8, plan('town')),
    'hatch-green-belt': diagonal(9, plan('greenBelt'), false, 1.2),
    'hatch-green-control': horizontal(8, plan('greenControl')),
    'arrow-axis': arrow(plan('axis'), true),
    'arrow-corridor': arrow(plan('corridor'), false),
    'badge-h': badge(plan('roadH'), 9),
    'badge-v': badge(plan('roadV'), 3),
    place: small(place),
    'industrial-park': small(industrialPark),
    entrance: small(entrance),
    stack: { size: 24, paint: stack },
    'whatif-pin': pin('plus'),
    'whatif-moved': pin('arrows'),
    'whatif-ghost': pin('none'),
    'whatif-closed': small(closedStation),
  };
}

function canvas(size: number): { element: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const element = document.createElement('canvas');
  element.width = element.height = size * ratio;
  const context = element.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('icons: no 2D canvas');
  context.scale(ratio, ratio);
  return { element, context };
}

/** Every image the style names, painted for one flavour. Names are `light:station-now` and so on. */
export function paintImages(name: FlavorName, flavor: Flavor): Painted[] {
  return Object.entries(recipes(name)).map(([id, recipe]) => {
    const { context } = canvas(recipe.size);
    recipe.paint(context, flavor);
    const pixels = recipe.size * ratio;
    return {
      id: `${name}:${id}`,
      data: context.getImageData(0, 0, pixels, pixels),
      pixelRatio: ratio,
      ...(recipe.badge ? { stretch: { x: [18, 22], y: [18, 22], content: [6, 4, 34, 36] } as const } : {}),
    } as Painted;
  });
}

/** The same drawing for the legend, as an element. */
export function paintIcon(id: string, name: FlavorName, flavor: Flavor): HTMLCanvasElement {
  const recipe = recipes(name)[id];
  if (!recipe) throw new Error(`icons: no drawing "${id}"`);
  const { element, context } = canvas(recipe.size);
  recipe.paint(context, flavor);
  element.style.width = element.style.height = `${recipe.size}px`;
  return element;
}

/** A hue by its name in the flavour, `plan.core`. */
export function hue(flavor: Flavor, name: Hue): string {
  const [group, key] = name.split('.') as ['base' | 'plan' | 'ui', string];
  const colour = (flavor[group] as Record<string, string>)[key];
  if (!colour) throw new Error(`icons: no colour "${name}"`);
  return colour;
}
