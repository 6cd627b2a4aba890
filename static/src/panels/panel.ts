import type { App } from '../app.ts';

/** A part of the page: draws itself into el, follows the state, and gives back how to stop. */
export type Panel = (el: HTMLElement, app: App) => () => void;

/** Stops several subscriptions at once. */
export function together(...disposers: (() => void)[]): () => void {
  return () => {
    for (const dispose of disposers) dispose();
  };
}
