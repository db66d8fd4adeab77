import type { ModelFiles } from '@nablajs/checkpoint/portable';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { EPOCHS_IN_PAGE } from '../../digits/sample-size.js';
import type { NetworkFacts } from '../../lab/facts.js';
import type { Which } from '../../lab/lab.js';
import { lab, textOf } from '../lab-client.js';
import { Digest } from '../parts/digest.js';
import { ModelButtons } from '../parts/model-buttons.js';
import { useRun } from '../parts/use-run.js';
import { Answer } from './answer.js';
import { EMPTY, isEmpty, undo } from './drawing.js';
import { Filters } from './filters.js';
import { FIRST_DRAWING } from './first-digit.js';
import { Pad } from './pad.js';
import { TrainAgain } from './train-again.js';
import { useReading } from './use-reading.js';

const DESCRIPTION =
  'Two convolutions of 8 and 24 filters, each followed by a pooling, and one output for each digit. It has';

/** Draw a digit, and a network reads it. */
export function DrawView() {
  const [drawing, setDrawing] = useState(FIRST_DRAWING);
  const [which, setWhich] = useState<Which>('loaded');
  const [facts, setFacts] = useState<NetworkFacts | undefined>(undefined);
  const [isOwn, setOwn] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [examples, setExamples] = useState(0);
  const [seed, setSeed] = useState(1);
  const { run, begin } = useRun();
  const fail = useCallback((message: string) => setProblem(message), []);

  const load = useCallback(async (files?: ModelFiles): Promise<void> => {
    setFacts(await lab.loadReader(files));
    setOwn(files !== undefined);
    setWhich('loaded');
    setProblem(undefined);
  }, []);
  useEffect(() => {
    load().catch((error: unknown) => fail(textOf(error)));
  }, [load, fail]);

  // While the network trains, it reads the drawing again after each report with a picture.
  const isTrained = which === 'trained' && run?.facts !== undefined;
  const changes = useChanges(run?.picture);
  const version = isTrained ? 1 + changes : facts === undefined ? 0 : 1;
  const reading = useReading(drawing, isTrained ? 'trained' : 'loaded', version, fail);

  const showExample = async (digit: number): Promise<void> => {
    const example = await lab.example(digit, examples);
    setProblem(undefined);
    setExamples(examples + 1);
    setDrawing({ strokes: [], example });
  };
  const train = (): void => {
    setProblem(undefined);
    setWhich('trained');
    const options = { name: 'wasm', threads: 'auto', seed, epochs: EPOCHS_IN_PAGE } as const;
    begin((report) => lab.trainReader(options, report));
    setSeed(seed + 1);
  };

  return (
    <div class="draw" data-ready={facts !== undefined}>
      <div class="intro">
        <h1>Draw a digit. A network reads it.</h1>
        <p>
          It learned from 60,000 handwritten digits, with <a href="https://github.com/nablajs/nabla">nabla</a>, and runs
          in this page.
        </p>
      </div>
      {problem !== undefined && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      <div class="stage">
        <section aria-label="Your drawing">
          <Pad drawing={drawing} onDraw={setDrawing} />
          <p class="buttons tools">
            <button type="button" disabled={isEmpty(drawing)} onClick={() => setDrawing(EMPTY)}>
              Clear
            </button>
            <button type="button" class="quiet" disabled={isEmpty(drawing)} onClick={() => setDrawing(undo)}>
              Undo
            </button>
          </p>
        </section>
        <Answer probabilities={reading?.probabilities} />
        <fieldset class="examples">
          <legend>or take one from MNIST</legend>
          {Array.from({ length: 10 }, (_, digit) => (
            <button
              key={digit}
              type="button"
              class="quiet"
              aria-label={`Example of a ${digit}`}
              onClick={() => showExample(digit).catch((error: unknown) => fail(textOf(error)))}
            >
              {digit}
            </button>
          ))}
        </fieldset>
      </div>
      <Filters input={reading?.input} filters={reading?.filters ?? []} />
      <div class="pair">
        <section class="card" aria-labelledby="network-title">
          <h2 id="network-title">The network</h2>
          <fieldset class="choices">
            <legend class="hidden">Which network reads</legend>
            <label>
              <input type="radio" name="which" checked={which === 'loaded'} onChange={() => setWhich('loaded')} />
              {isOwn ? 'Your model' : 'Trained on all of MNIST'}
            </label>
            <label>
              <input
                type="radio"
                name="which"
                checked={which === 'trained'}
                disabled={run === undefined}
                onChange={() => setWhich('trained')}
              />
              Trained here
            </label>
          </fieldset>
          <p>
            {isOwn && which === 'loaded' ? 'It has ' : `${DESCRIPTION} `}
            {(facts?.parameters ?? 16_802).toLocaleString('en-US')} weights.
            {which === 'loaded' &&
              facts?.accuracy !== undefined &&
              ` It reads ${(100 * facts.accuracy).toFixed(1)} % of MNIST's 10,000 test digits.`}
          </p>
          <Digest digest={which === 'trained' ? run?.digest : facts?.digest} isSame />
          <ModelButtons
            name="nabla-digits"
            disabled={facts === undefined}
            save={() => lab.save(isTrained ? 'trained' : 'loaded')}
            load={load}
            fail={fail}
          />
        </section>
        <TrainAgain run={run} onTrain={train} onPause={() => void lab.pause()} onResume={() => void lab.resume()} />
      </div>
    </div>
  );
}

/** How often a value has changed. */
function useChanges(value: unknown): number {
  const last = useRef({ value, changes: 0 });
  if (last.current.value !== value) last.current = { value, changes: last.current.changes + 1 };
  return last.current.changes;
}
