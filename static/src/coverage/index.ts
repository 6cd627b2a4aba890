/** The coverage studio, one lazy file: setup, answer, what-if, curve, compare. */
import { answerPanel } from './answer.ts';
import { followCoverage } from './follow.ts';
import { watchDrags } from './drag.ts';
import { placeBar } from './place-bar.ts';
import { followOverlay } from './overlay.ts';
import { followWays } from './ways.ts';
import { followTown, loadTowns } from './towns.ts';
import type { App } from '../app.ts';
import 'uplot/dist/uPlot.min.css';
import '../css/coverage.css';

export { comparePanel } from './compare.ts';
export { setupPanel } from './setup.ts';

/** Starts what lives as long as the page once a coverage tool was opened. */
export function start(app: App, answer: HTMLElement): void {
  answerPanel(answer, app);
  followCoverage(app);
  followOverlay(app);
  watchDrags(app);
  placeBar(app);
  followWays(app);
  followTown(app);
  void loadTowns(app);
}
