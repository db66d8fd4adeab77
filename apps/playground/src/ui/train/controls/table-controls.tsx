import type { Effort } from '../../../settings/settings.js';
import { ComputingControls } from './computing-controls.js';
import type { ControlsProps } from './data-controls.js';
import { Select } from './fields.js';

const EFFORTS: readonly (readonly [Effort, string])[] = [
  ['quick', 'Quick'],
  ['normal', 'Normal'],
  ['thorough', 'Thorough'],
];
const HINTS: Readonly<Record<Effort, string>> = {
  quick: 'Trains one network, of a kind that suits most tables.',
  normal: 'Tries a few networks and keeps the best: some seconds for hundreds of rows.',
  thorough: 'Tries many networks: up to a minute for 10,000 rows, longer for more.',
};

/** Chooses how long to search for the network of a table, and what computes it. */
export function TableControls({ settings, onChange }: ControlsProps) {
  return (
    <fieldset class="group">
      <legend>Training</legend>
      <Select
        label="Effort"
        value={settings.effort}
        options={EFFORTS}
        onChange={(effort) => onChange({ ...settings, effort })}
      />
      <p class="faint small">{HINTS[settings.effort]}</p>
      <div class="fields">
        <ComputingControls settings={settings} onChange={onChange} />
      </div>
    </fieldset>
  );
}
