type Child = Node | string | number | null | undefined | false;
type Attribute = string | number | boolean | null | undefined | ((event: never) => void);

/**
 * Makes an element. Attributes named `on…` become listeners, `true` a bare attribute;
 * false, null and undefined are left out. Text is always set as text, never as HTML.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') el.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
    else el.setAttribute(name, value === true ? '' : String(value));
  }
  append(el, children);
  return el;
}

/** Replaces everything inside el, keeping focus on the element with the same `data-key` if there was one. */
export function replace(el: Element, ...children: Child[]): void {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && el.contains(active) ? active.dataset['key'] : undefined;
  el.textContent = '';
  append(el, children);
  if (key) el.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

function append(el: Element, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    el.append(child instanceof Node ? child : String(child));
  }
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Makes an element of SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string>>, ...children: (Node | string)[]): SVGElementTagNameMap[K] {
  const el = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

/** A 20-unit line icon from one path, drawn in the text colour and hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  return svg('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true', class: 'icon' }, svg('path', { d: path }));
}

export const icons = {
  layers: 'M10 3 3 7l7 4 7-4zM3 10.5l7 4 7-4M3 14l7 4 7-4',
  coverage: 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM10 1.5v2M10 16.5v2M1.500 10h2M16.500 10h2',
  list: 'M2 10s3-5.500 8-5.500S18 10 18 10s-3 5.500-8 5.500S2 10 2 10zM10 7.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  compare: 'M3 4h14v12H3zM10 2v16M6.500 8.500 5 10l1.500 1.500M13.500 8.500 15 10l-1.500 1.500',
  draw: 'M4 16l1-4L14 3l3 3-9 9zM12 5l3 3M3 18h14',
  table: 'M3 4h14v12H3zM3 8h14M3 12h14M8 4v12',
  downloads: 'M10 3v9M6.500 8.500 10 12l3.500-3.500M3.500 13.500V17h13v-3.500',
  about: 'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM10 9v5M10 6.200h.01',
  search: 'M8.500 3a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM12.500 12.500 17 17',
  share: 'M14.500 3a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400zM5.500 7.800a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400zM14.500 12.600a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400zM7.500 9l5-2.700M7.500 11l5 2.700',
  print: 'M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.500h8V17H6z',
  play: 'M6 4l10 6-10 6z',
  pause: 'M7 4v12M13 4v12',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  home: 'M3 10l7-6 7 6M5.500 8.500V16h9V8.500',
  close: 'M5 5l10 10M15 5 5 15',
  sun: 'M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600 16 16M16 4l-1.400 1.400M5.400 14.600 4 16',
  moon: 'M16 11.500A6.500 6.500 0 0 1 8.500 4a6.500 6.500 0 1 0 7.500 7.500z',
  auto: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 3v14',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  map: 'M3 5l5-2 4 2 5-2v12l-5 2-4-2-5 2zM8 3v12M12 5v12',
} as const;
