/** Shows the settings and the environment of runs. */

import { dataTable, texts, words } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import type { ReadRun } from '../read/read-run.js';

/** Formats a setting; returns an empty text if it is not set. */
const settingText = (value: unknown): string => {
  if (value === undefined) return '';
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : JSON.stringify(value);
};

export function settingsSection({ record: { config, environment, started }, folder }: ReadRun): Markup {
  return html`<section id="settings">
<h2>Settings and environment</h2>
<div class="columns">
${factTable('Settings', Object.entries(config))}
${factTable('Environment', [['started', started], ['folder', folder], ...Object.entries(environment)])}
</div>
</section>`;
}

function factTable(label: string, facts: readonly (readonly [string, unknown])[]): Markup {
  const rows = facts.map(([name, value]) => [name, settingText(value)]);
  return dataTable(label, [words(label), texts('Value')], rows);
}

export interface Difference {
  readonly name: string;
  /** One value per run. */
  readonly values: readonly string[];
}

/** Returns the settings and parts of the environment that differ between runs. */
export function differences(runs: readonly ReadRun[]): Difference[] {
  const facts = runs.map(
    ({ record: { config, environment } }) =>
      new Map<string, unknown>([
        ...Object.entries(config),
        ...Object.entries(environment).map(([name, value]) => [`environment: ${name}`, value] as const),
      ]),
  );
  const names = [...new Set(facts.flatMap((one) => [...one.keys()]))];
  return names
    .map((name) => ({ name, values: facts.map((one) => settingText(one.get(name))) }))
    .filter(({ values }) => new Set(values).size > 1);
}
