import { drawings, pins } from './drawings.ts';
import type { Drawing } from './drawings.ts';
import type { Flavor, FlavorName } from './flavors.ts';
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

function paint(c: CanvasRenderingContext2D, { shapes, letter }: Drawing): void {
  for (const { d, fill, stroke, width, dash, join } of shapes) {
    const path = new Path2D(d);
    if (fill) {
      c.fillStyle = fill;
      c.fill(path);
    }
    if (!stroke) continue;
    c.strokeStyle = stroke;
    c.lineWidth = width ?? 1;
    c.lineJoin = join ?? 'miter';
    c.lineCap = join ?? 'butt';
    c.setLineDash([...(dash ?? [])]);
    c.stroke(path);
  }
  if (!letter) return;
  c.fillStyle = letter.fill;
  c.font = `600 ${letter.size}px "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.fillText(letter.text, letter.x, letter.y);
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
  return Object.entries({ ...drawings(name, flavor), ...pins(flavor) }).map(([id, drawing]) => {
    const { context } = canvas(drawing.size);
    paint(context, drawing);
    const pixels = drawing.size * ratio;
    return {
      id: `${name}:${id}`,
      data: context.getImageData(0, 0, pixels, pixels),
      pixelRatio: ratio,
      ...(drawing.badge ? { stretch: { x: [18, 22], y: [18, 22], content: [6, 4, 34, 36] } as const } : {}),
    } as Painted;
  });
}

/** The same drawing for the legend, as an element. */
export function paintIcon(id: string, name: FlavorName, flavor: Flavor): HTMLCanvasElement {
  const drawing = drawings(name, flavor)[id];
  if (!drawing) throw new Error(`icons: no drawing "${id}"`);
  const { element, context } = canvas(drawing.size);
  paint(context, drawing);
  element.style.width = element.style.height = `${drawing.size}px`;
  return element;
}

/** A hue by its name in the flavour, `plan.core`. */
export function hue(flavor: Flavor, name: Hue): string {
  const [group, key] = name.split('.') as ['base' | 'plan' | 'ui', string];
  const colour = (flavor[group] as Record<string, string>)[key];
  if (!colour) throw new Error(`icons: no colour "${name}"`);
  return colour;
}
