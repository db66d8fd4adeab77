import type { RunView } from '../parts/run-view.js';

interface RunBarProps {
  readonly run: RunView | undefined;
  /** Whether the settings have changed since the training began. */
  readonly isOutdated: boolean;
  /** Whether the training began by itself, because its data changed. */
  readonly isRestarted: boolean;
  /** Why no training can begin now. */
  readonly blocked: string | undefined;
  readonly onTrain: (steps?: number) => void;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onStep: () => void;
  readonly onShare: () => void;
  readonly isShared: boolean;
}

/** The buttons that start, pause and step the training, and how far it is. */
export function RunBar(props: RunBarProps) {
  const { run, isOutdated, isRestarted, blocked, onTrain, onPause, onResume, onStep, onShare, isShared } = props;
  const isBusy = run?.state === 'training';
  const isPaused = run?.state === 'paused';
  const { epoch = 0, epochs = 1, step = 0, steps = 1 } = run?.position ?? {};
  const position = run === undefined ? (blocked ?? 'Press Train.') : words(run);
  const next = isBusy || isPaused ? 'Start over' : 'Train';
  const changed = isOutdated ? `The settings have changed since. Press ${next} to use them.` : undefined;
  const restarted = isRestarted ? 'The data changed, so the training started over.' : undefined;
  const note = blocked ?? changed ?? restarted;
  const done = epoch === 0 ? 0 : (epoch - 1 + step / Math.max(1, steps)) / Math.max(1, epochs);
  return (
    <section class="card run-bar" aria-label="Training">
      <p class="buttons">
        {isBusy ? (
          <button type="button" onClick={onPause}>
            Pause
          </button>
        ) : isPaused ? (
          <button type="button" onClick={onResume}>
            Continue
          </button>
        ) : (
          <button type="button" disabled={blocked !== undefined} onClick={() => onTrain()}>
            Train
          </button>
        )}
        <button
          type="button"
          class="quiet"
          disabled={isBusy || blocked !== undefined}
          onClick={() => (isPaused ? onStep() : onTrain(1))}
        >
          Step
        </button>
        {(isBusy || isPaused) && (
          <button type="button" class="quiet" disabled={blocked !== undefined} onClick={() => onTrain()}>
            Start over
          </button>
        )}
        <button type="button" class="quiet share" onClick={onShare}>
          {isShared ? 'Link copied' : 'Copy the link'}
        </button>
      </p>
      <progress max={1} value={run === undefined ? 0 : done} aria-label="Progress of the training" />
      <p class="position" data-state={run?.state ?? 'none'}>
        {position}
      </p>
      {/* Screen readers announce this: not every step. */}
      <p class="hidden" role="status">
        {isBusy ? 'Training' : position}
      </p>
      {run !== undefined && note !== undefined && (
        <p class="small note" role="status">
          {note}
        </p>
      )}
      {run?.facts !== undefined && (
        <p class="faint small">
          {run.facts.parameters.toLocaleString('en-US')} weights. Computed by {run.facts.computedBy}.{' '}
          {run.facts.notice !== undefined && <span class="why">{run.facts.notice}</span>}
        </p>
      )}
    </section>
  );
}

function words({ state, message, position: { epoch, epochs, step, steps } }: RunView): string {
  if (state === 'failed') return message ?? 'The training failed.';
  if (state === 'loaded') return 'Loaded from a file.';
  if (epoch === 0) return state === 'paused' ? 'Paused before the first step' : 'Preparing the data …';
  const place = `Epoch ${epoch} of ${epochs}, step ${step} of ${steps}`;
  return {
    training: place,
    paused: `Paused. ${place}`,
    done: epochs === 1 ? 'Done: 1 epoch' : `Done: ${epochs} epochs`,
  }[state];
}
