import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';
import { flavors } from './src/map/flavors.ts';
import { tokensCss } from './src/map/tokens-css.ts';
import { exportedLegend, exportedStyle } from './src/map/export.ts';

/** Serves `virtual:tokens.css`: the CSS custom properties made from tokens.json, so colours live in one file. */
function tokens(): Plugin {
  const id = 'virtual:tokens.css';
  return {
    name: 'layoutmap-tokens',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (source) => (source === `\0${id}` ? tokensCss(flavors) : null),
  };
}

/** Writes dist/styles: every variant of the pure style function the page uses, and the legend's rows and drawings. */
function styles(): Plugin {
  return {
    name: 'layoutmap-styles',
    apply: 'build',
    generateBundle() {
      const write = (name: string, doc: unknown): void => void this.emitFile({ type: 'asset', fileName: `styles/${name}.json`, source: JSON.stringify(doc) });
      for (const flavor of ['light', 'dark'] as const) {
        write(`legend-${flavor}`, exportedLegend(flavor));
        for (const lang of ['zh', 'en'] as const)
          for (const horizon of ['now', '2030', 'beyond'] as const) write(`plan-${flavor}.${lang}.${horizon}`, exportedStyle(flavor, lang, horizon));
      }
    },
  };
}

export default defineConfig({
  base: './', // the server may sit under a path behind a proxy
  plugins: [tokens(), styles()],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1200, // MapLibre; the real limits are in scripts/check-budgets.mjs
    modulePreload: { polyfill: false }, // the polyfill is an inline script, which the CSP forbids
  },
  worker: { format: 'es' },
  test: { include: ['src/**/*.test.ts'], environment: 'happy-dom' },
});
