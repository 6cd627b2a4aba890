import type { Flavor, FlavorName } from './flavors.ts';

const kebab = (s: string): string => s.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

function properties(flavor: Flavor): string {
  const groups = { ui: flavor.ui, plan: flavor.plan, project: flavor.project };
  return Object.entries(groups)
    .flatMap(([group, colours]) => Object.entries(colours).map(([k, v]) => `--${group}-${kebab(k)}:${v};`))
    .join('');
}

/**
 * The CSS custom properties of both flavours: `--ui-panel`, `--plan-core`, `--project-water`, …
 * `data-theme` on the root decides; without it, or with `auto`, the system does.
 */
export function tokensCss(flavors: Record<FlavorName, Flavor>): string {
  const light = properties(flavors.light);
  const dark = properties(flavors.dark);
  return [
    `:root{color-scheme:light;${light}}`,
    `:root[data-theme=dark]{color-scheme:dark;${dark}}`,
    `@media (prefers-color-scheme: dark){:root:not([data-theme=light]){color-scheme:dark;${dark}}}`,
  ].join('\n');
}
