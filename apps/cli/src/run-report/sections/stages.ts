/** Shows the stages of a fine-tuning. */
import { dataTable, numbers, texts, words } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { trainedText } from '../../evaluation/stage-text.js';
import { count, digits } from '../format.js';
import type { ReadRun } from '../read/read-run.js';

const REFITTED =
  ' In the end, the last layer learned what was held out as well. All figures are of the network before that.';

export function stagesSection({ events: { stages } }: ReadRun): Markup {
  if (stages.length === 0) return html``;
  const hasRefit = stages.some(({ name }) => name === 'refit');
  const rows = stages.map(({ stage, name, freed, parameters, end }) => [
    stage + 1,
    trainedText(name, freed),
    count(parameters),
    end === undefined ? '' : count(end.epochs),
    end === undefined || name === 'refit' ? '' : digits(end.loss),
    end === undefined ? 'not ended' : end.kept ? 'kept' : 'undone',
  ]);
  const columns = [words('Stage'), texts('Trained'), ...['Numbers', 'Epochs', 'Validation loss'].map(numbers)];
  return html`<section id="stages">
<h2>Stages</h2>
<p class="faint">The rest of the network stays as it was. A stage that is undone did not lower the validation loss by
1 %. Epochs of the curves count on from stage to stage.${hasRefit ? REFITTED : ''}</p>
${dataTable('The stages', [...columns, texts('Outcome')], rows)}
</section>`;
}
