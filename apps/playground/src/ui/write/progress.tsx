import { useRef } from 'preact/hooks';
import type { RunFacts } from '../../lab/facts.js';
import type { Sample } from '../../lab/report.js';
import { stepsAt, type WriteSettings } from '../../settings/write/write-settings.js';
import { Curves } from '../parts/curves.js';
import { lossCount, type RunView } from '../parts/run-view.js';

interface ProgressProps {
  readonly run: RunView<RunFacts>;
  /** What the training began with. */
  readonly settings: WriteSettings;
  /** How many different tokens the text has. */
  readonly vocabulary: number;
}

const short = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '…';

/** The losses of the training, and its numbers. */
export function Progress({ run, settings, vocabulary }: ProgressProps) {
  const speed = useSpeed(run);
  const of = (name: string): number[] => run.logs.map((log) => log[name] ?? Number.NaN);
  const lines = [
    { name: 'training', values: run.losses, span: lossCount(run) },
    { name: 'held out', values: of('val_loss'), span: Math.max(1, run.position.epochs) },
  ];
  const tokens = stepsAt(run.position) * settings.batch * settings.context;
  const numbers: readonly (readonly [string, string])[] = [
    ['Held-out loss', short(of('val_loss').at(-1), 3)],
    ['Perplexity', short(of('val_perplexity').at(-1), 2)],
    ['Steps per second', short(speed, 1)],
    ['Tokens seen', tokens.toLocaleString('en-US')],
  ];
  return (
    <div class="pair charts">
      <section class="card" aria-label="Loss">
        <Curves title="Loss" lines={lines} isLogarithmic format={(value) => value.toFixed(3)} />
      </section>
      <section class="card" aria-label="Numbers">
        <dl class="numbers">
          {numbers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p class="faint small">
          The loss is in nats a token. Guessing among all {vocabulary.toLocaleString('en-US')} costs{' '}
          {Math.log(vocabulary).toFixed(2)}. The perplexity says among how many the network hesitates.
        </p>
      </section>
    </div>
  );
}

/** Milliseconds over which the speed is a mean. */
const WINDOW = 4000;

/** How many steps the training takes in a second; the last such number while it rests. */
function useSpeed({ state, position }: RunView<RunFacts>): number | undefined {
  const marks = useRef<{ time: number; steps: number }[]>([]);
  const speed = useRef<number | undefined>(undefined);
  const [now, steps] = [performance.now(), stepsAt(position)];
  const last = marks.current.at(-1);
  if (state !== 'training') marks.current = [];
  else if (last?.steps !== steps) marks.current.push({ time: now, steps });
  const since = marks.current.findIndex(({ time }) => now - time < WINDOW);
  marks.current.splice(0, Math.max(0, since));
  const [first] = marks.current;
  if (first !== undefined && now - first.time > WINDOW / 8) {
    speed.current = (1000 * (steps - first.steps)) / (now - first.time);
  }
  return speed.current;
}

/** A list of the samples after 1 step, and after about twice as many each. */
export function History({ sample }: { readonly sample: Sample | undefined }) {
  const kept = useRef<readonly Sample[]>([]);
  const last = kept.current.at(-1)?.step ?? 0;
  if (sample !== undefined && sample.step > 0 && sample.step >= 2 * last) kept.current = [...kept.current, sample];
  if (kept.current.length < 2) return null;
  return (
    <section class="card history" aria-labelledby="history-title">
      <h2 id="history-title">How it got there</h2>
      <ol>
        {kept.current.map(({ step, prompt, text }) => (
          <li key={step}>
            <span class="faint">{step.toLocaleString('en-US')}</span>
            <span dir="auto">
              <b>{prompt}</b>
              {text.slice(0, 120)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
