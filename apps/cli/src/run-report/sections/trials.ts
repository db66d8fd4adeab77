/** Shows what the preset `table` tried. */
import { dataTable, numbers, texts, words } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { lossOfTrial, type TrialLine } from '../../runs/table-run.js';
import { recipeText } from '../../training/recipe-text.js';
import { digits, time } from '../format.js';
import type { ReadRun } from '../read/read-run.js';

/** Whether a run learned a table by several networks. */
export const isTable = ({ record: { config } }: ReadRun): boolean => config.preset === 'table';

export function trialsSection({ trials }: ReadRun): Markup {
  if (trials.length === 0) return html`<section id="trials"><h2>Trials</h2><p>No trial is done yet.</p></section>`;
  const rows = trials.map((trial) => [
    trial.trial,
    recipeText(trial.recipe),
    trial.losses.length,
    digits(lossOfTrial(trial)),
    time(trial.seconds),
  ]);
  const columns = [words('Trial'), texts('Networks'), ...['Folds', 'Loss', 'Time'].map(numbers)];
  return html`<section id="trials">
<h2>Trials</h2>
<p class="faint">Each network was trained without the rows of one fold. The loss is the mean of these rows.</p>
${dataTable('The trials', columns, rows)}
</section>`;
}

export const secondsOf = (trials: readonly TrialLine[]): number =>
  trials.reduce((sum, { seconds }) => sum + seconds, 0);
