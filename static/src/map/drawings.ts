import type { Flavor, FlavorName } from './flavors.ts';
import { projectCategories } from './rows.ts';

/** A path in SVG's words, filled, then stroked. Lengths are CSS pixels. */
export interface Shape {
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  /** Of corners and ends. */
  readonly join?: 'round';
}

/** One character in bold, centred on x, its middle on y. */
export interface Letter {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
}

/**
 * A picture the style names, in a square of `size` CSS pixels. The page paints
 * it on a canvas, the server into its sprite, its legends and its static maps:
 * all of them from this description.
 */
export interface Drawing {
  readonly size: number;
  readonly shapes: readonly Shape[];
  readonly letter?: Letter;
  /** Stretches around the text it carries. */
  readonly badge?: true;
}

/** The character of each project category on its square; it carries the meaning, the colour only helps. */
const projectGlyph = {
  culture: '文', relocation: '承', transport: '路', water: '水', energy: '能', resilience: '韧', education: '教', health: '医',
} as const;

const disc = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0Z`;

function square(x: number, y: number, w: number, h: number, r: number): string {
  const turn = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return `M${x + r} ${y}h${w - 2 * r}${turn(r, r)}v${h - 2 * r}${turn(-r, r)}h${2 * r - w}${turn(-r, -r)}v${2 * r - h}${turn(r, -r)}Z`;
}

const polygon = (...points: readonly (readonly [number, number])[]): string => `M${points.map(([x, y]) => `${x} ${y}`).join('L')}Z`;

/** now: disc with a hole · 2030: ring with a dot · beyond, and wherever the place is uncertain: broken ring. */
function station(f: Flavor, colour: 'railNow' | 'rail2030' | 'railLater', certain: boolean): Shape[] {
  const hue = f.plan[colour];
  const ground: Shape = { d: disc(10, 10, 9.2), fill: f.base.halo };
  if (colour === 'railNow' && certain) return [ground, { d: disc(10, 10, 7.4), fill: hue }, { d: disc(10, 10, 3), fill: f.base.halo }];
  const ring: Shape = { d: disc(10, 10, 6.6), stroke: hue, width: 2.4 };
  return certain ? [ground, ring, { d: disc(10, 10, 2.9), fill: hue }] : [ground, { ...ring, dash: [3, 2.2] }];
}

/** A ring per voltage with a bolt; planned: hollow and broken. One that stands, nobody says quite where: a broken ring round it. */
function substation(f: Flavor, kv: 110 | 220 | 500, planned: boolean, certain = true): Shape[] {
  const r = { 110: 6.2, 220: 8, 500: 9 }[kv];
  const { sub } = f.plan;
  const ink = planned ? sub : f.base.halo;
  const bolt: Shape = { d: polygon([10.8, 6.2], [7.6, 10.9], [9.8, 10.9], [9.2, 13.8], [12.4, 9.1], [10.2, 9.1]), fill: ink };
  const ground: Shape = { d: disc(10, 10, r + 0.8), fill: f.base.halo };
  if (!certain) return [ground, { d: disc(10, 10, r - 0.2), stroke: sub, width: 1.3, dash: [2.4, 1.8] }, { d: disc(10, 10, r - 2), fill: sub }, bolt];
  return [
    ground,
    { d: disc(10, 10, r - 0.4), stroke: sub, width: 1.5, ...(planned ? { dash: [2, 1.5] } : { fill: sub }) },
    ...(kv === 110 ? [] : [{ d: disc(10, 10, r - 2.6), stroke: ink, width: 1, ...(planned ? { dash: [2, 1.5] } : {}) }]),
    bolt,
  ];
}

function project(f: Flavor, name: FlavorName, category: (typeof projectCategories)[number], certain: boolean): Drawing {
  const hue = f.project[category];
  if (!certain) {
    return {
      size: 20,
      shapes: [{ d: square(0.8, 0.8, 18.4, 18.4, 4.5), fill: f.base.halo }, { d: square(2.6, 2.6, 14.8, 14.8, 3), stroke: hue, width: 1.6, dash: [3, 2] }],
      letter: { text: projectGlyph[category], x: 10, y: 10.6, size: 10.5, fill: hue },
    };
  }
  return {
    size: 20,
    shapes: [{ d: square(0.8, 0.8, 18.4, 18.4, 4.5), fill: f.base.halo }, { d: square(2, 2, 16, 16, 3.5), fill: hue }],
    letter: { text: projectGlyph[category], x: 10, y: 10.6, size: 11, fill: name === 'dark' ? f.base.halo : f.ui.onAccent },
  };
}

/** Parallel lines at 45° (up) or 135° (down) that meet themselves at the tile's border. */
function diagonal(size: number, stroke: string, up: boolean, width: number): Drawing {
  const [from, to] = up ? [size + 1, -1] : [-1, size + 1];
  const d = [-size, 0, size].map((shift) => `M${shift - 1} ${from}L${shift + size + 1} ${to}`).join('');
  return { size, shapes: [{ d, stroke, width }] };
}

const dots = (size: number, fill: string): Drawing => ({ size, shapes: [{ d: disc(size / 2, size / 2, 1.3), fill }] });
const horizontal = (size: number, stroke: string): Drawing => ({ size, shapes: [{ d: `M0 ${size / 2}h${size}`, stroke, width: 1.2 }] });

/** A hall with a saw-tooth roof. */
const works = polygon([3, 16.5], [3, 9], [8, 5.5], [8, 9], [13, 5.5], [13, 9], [17, 9], [17, 16.5]);

const badge = (f: Flavor, stroke: string, radius: number): Drawing => ({
  size: 20, badge: true, shapes: [{ d: square(1, 1, 18, 18, radius), fill: f.base.halo, stroke, width: 1.4 }],
});

/** Every picture of one flavour by its name. */
export function drawings(name: FlavorName, f: Flavor): Record<string, Drawing> {
  const small = (shapes: readonly Shape[]): Drawing => ({ size: 20, shapes });
  return {
    'station-now': small(station(f, 'railNow', true)),
    'station-now-schematic': small(station(f, 'railNow', false)),
    'station-2030': small(station(f, 'rail2030', true)),
    'station-2030-schematic': small(station(f, 'rail2030', false)),
    'station-beyond': small(station(f, 'railLater', false)),
    ...Object.fromEntries(([110, 220, 500] as const).flatMap((kv) => [
      [`substation-${kv}`, small(substation(f, kv, false))],
      [`substation-${kv}-schematic`, small(substation(f, kv, false, false))],
      [`substation-${kv}-planned`, small(substation(f, kv, true))],
    ])),
    ...Object.fromEntries(projectCategories.flatMap((category) => [
      [`project-${category}`, project(f, name, category, true)],
      [`project-${category}-schematic`, project(f, name, category, false)],
    ])),
    'hatch-core': diagonal(7, f.plan.core, true, 1.5),
    'hatch-zone': diagonal(10, f.plan.zone, true, 1.2),
    'hatch-town': dots(8, f.plan.town),
    'hatch-green-belt': diagonal(9, f.plan.greenBelt, false, 1.2),
    'hatch-green-control': horizontal(8, f.plan.greenControl),
    'arrow-axis': { size: 14, shapes: [{ d: polygon([4, 3], [10.5, 7], [4, 11], [5.6, 7]), fill: f.plan.axis }] },
    'arrow-corridor': { size: 14, shapes: [{ d: 'M4 3L10.5 7L4 11', stroke: f.plan.corridor, width: 2, join: 'round' }] },
    'badge-h': badge(f, f.plan.roadH, 9),
    'badge-v': badge(f, f.plan.roadV, 3),
    place: small([{ d: disc(10, 10, 4.6), fill: f.base.halo }, { d: disc(10, 10, 3.2), fill: f.base.label }]),
    'place-schematic': small([{ d: disc(10, 10, 4.6), fill: f.base.halo }, { d: disc(10, 10, 3.2), stroke: f.base.label, width: 1.3, dash: [2, 1.3] }]),
    'industrial-park': small([{ d: works, stroke: f.base.halo, width: 2, join: 'round' }, { d: works, fill: f.plan.corridor }]),
    'industrial-park-schematic': small([
      { d: works, fill: f.base.halo, stroke: f.base.halo, width: 3, join: 'round' }, { d: works, stroke: f.plan.corridor, width: 1.4, dash: [2.4, 1.6] },
    ]),
    entrance: small([{ d: disc(10, 10, 5), fill: f.base.halo, stroke: f.plan.railNow, width: 1.8 }]),
    stack: {
      size: 24,
      shapes: ([[3, -3], [0, 0]] as const).map(([dx, dy]) => ({
        d: square(2 + dx, 6 + dy, 17.5, 15, 4), fill: f.ui.panel, stroke: f.ui.muted, width: 1.3,
      })),
    },
  };
}

/** A map pin whose tip is the place: filled with a ＋ for a new station, with ↔ for a moved one, hollow for a suggestion. */
function pin(f: Flavor, sign: string | null): Drawing {
  const d = 'M20 39C17 33 8 26 8 15A12 12 0 0 1 32 15C32 26 23 33 20 39Z';
  const ground: Shape = { d, stroke: f.base.halo, width: 3, join: 'round' };
  if (sign === null) return { size: 40, shapes: [ground, { d, fill: f.base.halo, stroke: f.plan.whatif, width: 2, dash: [3, 2] }] };
  return { size: 40, shapes: [ground, { d, fill: f.plan.whatif }, { d: sign, stroke: f.base.halo, width: 2.4, join: 'round' }] };
}

/** The pictures of what the reader tries out: the page's alone, in no exported style. */
export function pins(f: Flavor): Record<string, Drawing> {
  return {
    'whatif-pin': pin(f, 'M14 15L26 15M20 9L20 21'),
    'whatif-moved': pin(f, 'M14 15L26 15M17 12L14 15L17 18M23 12L26 15L23 18'),
    'whatif-ghost': pin(f, null),
    // A closed station: its place crossed out.
    'whatif-closed': {
      size: 20,
      shapes: [
        { d: disc(10, 10, 8.6), fill: f.base.halo },
        { d: `${disc(10, 10, 7.4)}M6 6L14 14M14 6L6 14`, stroke: f.ui.loss, width: 2.2 },
      ],
    },
  };
}
