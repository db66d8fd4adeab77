import type { Lesson } from '../../lab/teach/head.js';
import { LEAST_TO_HOLD_OUT } from '../../lab/teach/hold-out.js';
import { Curves } from '../parts/curves.js';

interface LearnCardProps {
  readonly lesson: Lesson | undefined;
  /** Why no training can begin now. */
  readonly blocked: string | undefined;
  /** Whether classes or photos have changed since the training. */
  readonly isOutdated: boolean;
  readonly problem: string | undefined;
  readonly onTrain: () => void;
}

const short = (value: number): string => (value >= 0.001 ? value.toFixed(3) : value.toExponential(1));

/** Teaches the classes, and shows how well the network has learned them. */
export function LearnCard({ lesson, blocked, isOutdated, problem, onTrain }: LearnCardProps) {
  const isBusy = lesson?.state === 'training';
  const state = problem === undefined ? (lesson?.state ?? 'none') : 'failed';
  const position = problem ?? (lesson === undefined ? (blocked ?? 'Press Train.') : wordsOn(lesson));
  const note = blocked ?? 'The photos have changed since. Press Train to use them.';
  const span = state === 'done' ? (lesson?.losses.length ?? 1) : (lesson?.epochs ?? 1);
  return (
    <section class="card learn" aria-labelledby="learn-title">
      <div class="row spread">
        <h2 id="learn-title">Learn</h2>
        <button type="button" disabled={isBusy || blocked !== undefined} onClick={onTrain}>
          Train
        </button>
      </div>
      <progress max={1} value={shareOf(lesson)} aria-label="Progress of the training" />
      <p class="position" data-state={state} role="status">
        {isBusy ? 'Training …' : position}
      </p>
      {lesson !== undefined && !isBusy && isOutdated && <p class="small note">{note}</p>}
      {lesson?.state === 'done' && <Score lesson={lesson} />}
      {lesson !== undefined && (
        <Curves
          title="Loss"
          lines={[
            { name: 'training', values: lesson.losses, span },
            ...(lesson.heldOut > 0 ? [{ name: 'held out', values: lesson.heldLosses, span }] : []),
          ]}
          isLogarithmic
          format={short}
        />
      )}
    </section>
  );
}

/** The share of the photos held out and answered right. */
function Score({ lesson: { heldOut, wrong } }: { readonly lesson: Lesson }) {
  if (heldOut === 0) {
    return (
      <p class="score-text">
        Too few photos to test it: from {LEAST_TO_HOLD_OUT} in each class on, a fifth is held out for that. Try it below
        with other photos.
      </p>
    );
  }
  const right = heldOut - (wrong?.length ?? 0);
  return (
    <p class="score-text">
      <b class="score">{Math.round((100 * right) / heldOut)} %</b> right: {right} of the {heldOut} photos that were held
      out to test it.{right < heldOut && ' Those that it got wrong have a frame.'}
    </p>
  );
}

const shareOf = (lesson: Lesson | undefined): number =>
  lesson === undefined ? 0 : lesson.state === 'done' ? 1 : lesson.losses.length / lesson.epochs;

const wordsOn = ({ training, losses }: Lesson): string => `Done: ${losses.length} epochs on ${training} photos`;
