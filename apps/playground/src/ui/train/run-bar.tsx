import type { RunFacts } from '../../lab/facts.js';
import type { RunView } from '../parts/run-view.js';
import { searchWords } from './table/words.js';

interface RunBarProps {
  readonly run: RunView<RunFacts> | undefined;
  /** Whether the settings have changed since the training began. */
  readonly isOutdated: boolean;
  /** How far the training is, in words. Default: its epoch and step. */
  readonly place?: string | undefined;
  /** Whether the training began by itself, because its data changed. */
  readonly isRestarted: boolean;
  /** Whether networks for a table are searched for, which can be stopped but not paused. */
  readonly isSearch: boolean;
  /** Why no training can begin now. */
  readonly blocked: string | undefined;
  readonly onTrain: (steps?: number) => void;
  /** Ends the search, with the best so far. */
  readonly onFinish: () => void;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onStep: () => void;
  readonly onShare: () => void;
  readonly isShared: boolean;
}

/** The buttons that start, pause and step the training, and how far it is. */
export function RunBar(props: RunBarProps) {
  const { run, isOutdated, isRestarted, isSearch, blocked, isShared, place: given } = props;
  const { onTrain, onFinish, onPause, onResume, onStep, onShare } = props;
  const isBusy = run?.state === 'training';
  const isPaused = run?.state === 'paused';
  const { epoch = 0, epochs = 1, step = 0, steps = 1 } = run?.position ?? {};
  const position = run === undefined ? (blocked ?? 'Press Train.') : words(run, given);
  const next = isBusy || isPaused ? 'Start over' : 'Train';
  const changed = isOutdated ? `The settings have changed since. Press ${next} to use them.` : undefined;
  const restarted = isRestarted ? 'The data changed, so the training started over.' : undefined;
  const note = blocked ?? changed ?? restarted;
  const place = epoch === 0 ? 0 : (epoch - 1 + step / Math.max(1, steps)) / Math.max(1, epochs);
  const done = run?.search?.share ?? place;
  const parameters = run?.parameters ?? run?.facts?.parameters;
  return (
    <section class="card run-bar" aria-label="Training">
      <p class="buttons">
        {isBusy ? (
          <button type="button" onClick={isSearch ? onFinish : onPause}>
            {isSearch ? 'Stop' : 'Pause'}
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
        {!isSearch && (
          <button
            type="button"
            class="quiet"
            disabled={isBusy || blocked !== undefined}
            onClick={() => (isPaused ? onStep() : onTrain(1))}
          >
            Step
          </button>
        )}
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
          {parameters !== undefined && `${parameters.toLocaleString('en-US')} weights. `}Computed by{' '}
          {run.facts.computedBy}. {run.facts.notice !== undefined && <span class="why">{run.facts.notice}</span>}
        </p>
      )}
    </section>
  );
}

function words(run: RunView<RunFacts>, given: string | undefined): string {
  const { state, message, search, position } = run;
  if (search !== undefined) return searchWords(run);
  const { epoch, epochs, step, steps } = position;
  if (state === 'failed') return message ?? 'The training failed.';
  if (state === 'loaded') return 'Loaded from a file.';
  if (epoch === 0) return state === 'paused' ? 'Paused before the first step' : 'Preparing the data …';
  const place = given ?? `Epoch ${epoch} of ${epochs}, step ${step} of ${steps}`;
  return {
    training: place,
    paused: `Paused. ${place}`,
    stopped: `Stopped. ${place}`,
    done: `Done: ${given ?? (epochs === 1 ? '1 epoch' : `${epochs} epochs`)}`,
  }[state];
}
