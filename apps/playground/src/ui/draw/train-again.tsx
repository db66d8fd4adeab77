import { Curves } from '../parts/curves.js';
import type { RunView } from '../parts/run-view.js';

interface TrainAgainProps {
  readonly run: RunView | undefined;
  readonly onTrain: () => void;
  readonly onPause: () => void;
  readonly onResume: () => void;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function TrainAgain({ run, onTrain, onPause, onResume }: TrainAgainProps) {
  const { epoch = 0, epochs = 1, step = 0, steps = 1 } = run?.position ?? {};
  const done = epoch === 0 ? 0 : (epoch - 1 + step / Math.max(1, steps)) / epochs;
  const accuracies = (run?.logs ?? []).map((log) => log['val_accuracy'] ?? Number.NaN);
  return (
    <section class="card again" aria-labelledby="again-title">
      <h2 id="again-title">Train it again, here</h2>
      <p class="faint">
        From random weights, on 5,000 digits, turned, slanted and redrawn in every epoch. Draw meanwhile: it reads your
        digit better and better.
      </p>
      <p class="buttons">
        <button type="button" onClick={onTrain}>
          {run === undefined ? 'Train from scratch' : 'Train once more'}
        </button>
        {run?.state === 'training' && (
          <button type="button" class="quiet" onClick={onPause}>
            Pause
          </button>
        )}
        {run?.state === 'paused' && (
          <button type="button" class="quiet" onClick={onResume}>
            Continue
          </button>
        )}
      </p>
      {run !== undefined && (
        <>
          <progress max={1} value={done} aria-label="Progress of the training" />
          <p class="position" data-state={run.state}>
            {statusOf(run)}
          </p>
          {/* Screen readers announce this: not every step. */}
          <p class="hidden" role="status">
            {run.state === 'training' ? 'Training' : statusOf(run)}
          </p>
          <Curves
            title="Accuracy"
            lines={[{ name: 'on 1,000 test digits', values: accuracies, span: epochs }]}
            format={percent}
          />
          {run.facts !== undefined && (
            <p class="faint small">
              {run.facts.computedBy}. {run.facts.notice}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function statusOf({ state, message, position: { epoch, epochs, step, steps }, loss }: RunView): string {
  if (state === 'failed') return message ?? 'The training failed.';
  if (epoch === 0) return state === 'paused' ? 'Paused before the first step' : 'Loading the digits …';
  const place = `Epoch ${epoch} of ${epochs}, step ${step} of ${steps}`;
  const words = { training: place, paused: `Paused. ${place}`, done: 'Done', stopped: 'Stopped', loaded: 'Loaded' }[
    state
  ];
  return loss === undefined ? words : `${words}, loss ${loss.toFixed(3)}`;
}
