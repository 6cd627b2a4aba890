import { flavors } from '../map/flavors.ts';
import type { FlavorName } from '../map/flavors.ts';
import { hue, paintIcon } from '../map/icons.ts';
import type { Swatch } from '../map/rows.ts';

const dashes = { solid: [], long: [5, 2.5], short: [2, 2], boundary: [5, 2, 1.5, 2] } as const;

/** The legend's sample of a row, drawn from the same colours and icons as the map. Decorative: the name stands beside it. */
export function swatch(s: Swatch, name: FlavorName): HTMLElement {
  const flavor = flavors[name];
  const box = document.createElement('span');
  box.className = 'swatch';
  box.setAttribute('aria-hidden', 'true');
  if (s.form === 'icon') {
    box.append(paintIcon(s.icon, name, flavor));
    return box;
  }
  const canvas = document.createElement('canvas');
  canvas.width = 52;
  canvas.height = 32;
  const c = canvas.getContext('2d');
  if (!c) throw new Error('swatch: no 2D canvas');
  c.scale(2, 2);
  c.strokeStyle = c.fillStyle = hue(flavor, s.colour);
  if (s.form === 'line') {
    const stroke = (width: number): void => {
      c.lineWidth = width;
      c.beginPath();
      c.moveTo(1, 8);
      c.lineTo(25, 8);
      c.stroke();
    };
    if (s.casing) {
      c.strokeStyle = hue(flavor, s.casing);
      stroke(6);
      c.strokeStyle = hue(flavor, s.colour);
    }
    c.setLineDash([...dashes[s.dash]]);
    stroke(s.casing ? 4 : s.dash === 'boundary' ? 1.6 : 3);
  } else {
    c.save();
    c.beginPath();
    c.roundRect(1.5, 2, 23, 12, 2);
    c.clip();
    c.globalAlpha = s.fill === 'tint' ? 0.28 : 0.14;
    c.fillRect(0, 0, 26, 16);
    c.globalAlpha = 0.8;
    c.lineWidth = 1.2;
    c.beginPath();
    if (s.fill === 'hatch') for (let x = -12; x < 30; x += 6) { c.moveTo(x, 16); c.lineTo(x + 16, 0); }
    if (s.fill === 'backhatch') for (let x = -12; x < 30; x += 6) { c.moveTo(x, 0); c.lineTo(x + 16, 16); }
    if (s.fill === 'horizontal') for (let y = 4; y < 16; y += 4) { c.moveTo(0, y); c.lineTo(26, y); }
    c.stroke();
    if (s.fill === 'dots') for (let x = 5; x < 26; x += 6) for (const y of [5, 11]) c.fillRect(x, y, 1.6, 1.6);
    c.restore();
    if (s.edge === 'dashed') {
      c.lineWidth = 1.5;
      c.setLineDash([3, 2]);
      c.beginPath();
      c.roundRect(1.5, 2, 23, 12, 2);
      c.stroke();
    }
  }
  box.append(canvas);
  return box;
}
