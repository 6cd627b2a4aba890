import { layersPanel } from './layers.ts';
import { listPanel } from './list.ts';
import type { Panel } from './panel.ts';
import type { PanelName } from '../state.ts';

export type Tool = Exclude<PanelName, 'none'>;

/** One tool of the rail. Its name is also its icon, its word `nav.<name>` and its value of `p` in the link. */
export interface PanelEntry {
  readonly name: Tool;
  /** The letter that opens and closes it. */
  readonly key: string;
  /** Left of the map, under it, or over it. */
  readonly place: 'dock' | 'drawer' | 'page';
  /** Heavy panels come in their own file: `() => import('./x.ts').then((m) => m.x)`. */
  readonly load: () => Panel | Promise<Panel>;
}

/** Every tool, top to bottom. To add one: a line here and its name in state.ts. */
export const panels: readonly PanelEntry[] = [
  { name: 'layers', key: 'l', place: 'dock', load: () => layersPanel },
  { name: 'coverage', key: 'c', place: 'dock', load: () => import('../coverage/index.ts').then((m) => m.setupPanel) },
  { name: 'compare', key: 's', place: 'dock', load: () => import('../coverage/index.ts').then((m) => m.comparePanel) },
  { name: 'list', key: 'v', place: 'dock', load: () => listPanel },
  { name: 'table', key: 't', place: 'drawer', load: () => import('../table/table.ts').then((m) => m.tablePanel) },
  { name: 'draw', key: 'd', place: 'dock', load: () => import('./draw.ts').then((m) => m.drawPanel) },
  { name: 'downloads', key: 'g', place: 'page', load: () => import('./downloads.ts').then((m) => m.downloadsPanel) },
  { name: 'about', key: 'i', place: 'page', load: () => import('./about.ts').then((m) => m.aboutPanel) },
];

export function panelEntry(name: PanelName): PanelEntry | undefined {
  return panels.find((p) => p.name === name);
}
