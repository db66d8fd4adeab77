/** Connects the training to the page. `?threads=2` in the address sets the number of threads. */
import { chooseBackend } from './backend.js';
import { drawHeatMap } from './heat-map.js';
import { type Frame, learn } from './learn.js';
import { drawLossCurve } from './loss-curve.js';
import { element, say, showErrors, warn } from './page.js';
import { PROBLEMS, type Problem } from './problems.js';

const controls = element<HTMLFormElement>('controls');

showErrors();

/** Users who prefer reduced motion see only the end of a run. */
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const threads = new URLSearchParams(location.search).get('threads');
const { backend, notice } = await chooseBackend(threads === null ? 'auto' : Number(threads));
say('backend', backend.description);
if (notice !== undefined) warn(notice);

let seed = 1;
let stop = new AbortController();
let running = Promise.resolve();
let shown: Frame | undefined;

controls.addEventListener('submit', (event) => {
  event.preventDefault();
  seed += 1;
  start();
});
controls.addEventListener('change', start);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  if (shown !== undefined) drawHeatMap(element('surface'), shown);
});
start();

/** Starts a run. Waits until the previous one has ended. */
function start(): void {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  document.body.dataset['state'] = 'training';
  const next = () => run(PROBLEMS[new FormData(controls).get('problem') as keyof typeof PROBLEMS], signal);
  // A failed run has already shown its error.
  running = running.then(next, next);
}

async function run(problem: Problem, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { hidden, name, epochs } = problem;
  say('problem', name);
  say('network', `2 inputs, two hidden layers of ${hidden} tanh, 1 output. Adam, every step on all points.`);
  say('seed', String(seed));
  for await (const frame of learn(backend, problem, seed, signal)) {
    if (calm.matches && frame.losses.length < epochs) continue;
    // A hidden page has no frames, so the training waits.
    await new Promise(requestAnimationFrame);
    if (signal.aborted) return;
    show(frame, epochs);
  }
  if (!signal.aborted) document.body.dataset['state'] = 'done';
}

function show(frame: Frame, epochs: number): void {
  shown = frame;
  say('epoch', String(frame.losses.length));
  say('loss', frame.losses.at(-1)?.toFixed(6) ?? '');
  say('accuracy', `${(100 * frame.accuracy).toFixed(1)} %`);
  drawHeatMap(element('surface'), frame);
  drawLossCurve(element('curve'), frame.losses, epochs);
}
