import { expect, test, vi } from 'vitest';
import { createStore } from './state.ts';

test('a selection hears its own slice, first at once, then on change', () => {
  const store = createStore({ a: 1, b: 1 });
  const heard = vi.fn();
  const stop = store.select((s) => [s.a] as const, heard);
  store.set({ b: 2 });
  store.set({ a: 1 });
  store.set({ a: 2 });
  stop();
  store.set({ a: 3 });
  expect(heard.mock.calls).toEqual([[1], [2]]);
});

test('a change made while notifying reaches everybody with the newest value', () => {
  const store = createStore({ a: 0, double: 0 });
  store.select((s) => [s.a] as const, (a) => store.set({ double: 2 * a }));
  const heard: number[] = [];
  store.select((s) => [s.double] as const, (d) => void heard.push(d));
  store.set({ a: 2 });
  expect(heard).toEqual([0, 4]);
});
