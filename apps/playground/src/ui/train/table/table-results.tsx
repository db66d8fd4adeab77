import type { Picture } from '../../../lab/report.js';
import type { RunView } from '../../parts/run-view.js';
import { Confusion } from '../confusion.js';
import { Scatter } from '../scatter.js';
import { Effect } from './effect.js';
import { Importance } from './importance.js';
import { lossWords, percent } from './words.js';

interface TableResultsProps {
  /** The search of the current table, and what can be drawn of it; undefined before. */
  readonly run: RunView | undefined;
  readonly picture: Picture | undefined;
}

/** What the network of a table learned: how good it is, what matters, and how the answer depends on a column. */
export function TableResults({ run, picture }: TableResultsProps) {
  const form = run?.facts?.form;
  const isReady = run?.state === 'done' || run?.state === 'stopped';
  if (run === undefined || form === undefined || picture === undefined || !isReady) {
    return (
      <section class="card" aria-label="What the network learned">
        <p class="faint">
          {run?.state === 'loaded'
            ? 'Drop the table and press Train to see what matters. Below you can ask this network about a row.'
            : 'How good the answers are, and which columns matter, appears here after the training.'}
        </p>
      </section>
    );
  }
  const { importance, confusion, scatter, accuracy } = picture;
  const good = lossWords(run.search?.best ?? Number.NaN, form.target);
  return (
    <>
      <section class="card" aria-labelledby="score-title">
        <h2 id="score-title" class="score">
          {accuracy === undefined ? good.replace('error', 'Error') : `${percent(accuracy)} right, ${good}`}
        </h2>
        <p class="faint small">
          The rows are cut into parts. Every row was answered by networks that had not seen its part
          {accuracy === undefined ? '. The error is the root mean square.' : '.'}
        </p>
        {scatter !== undefined && <Scatter {...scatter} />}
        {confusion !== undefined && run.facts !== undefined && (
          <Confusion counts={confusion} classes={run.facts.classes} of="these answers" />
        )}
      </section>
      <section class="card" aria-label="What matters">
        <Importance importance={importance} isRegression={form.target.kind === 'number'} />
      </section>
      {importance !== undefined && (
        <section class="card" aria-label="The effect of a column">
          <Effect form={form} importance={importance} />
        </section>
      )}
    </>
  );
}
