import { STEPS_PER_EPOCH, WRITE_LIMITS, type WriteSettings } from '../../settings/write/write-settings.js';
import { ComputingControls, withCurrent } from '../train/controls/computing-controls.js';
import { NumberField, Select, sameNames } from '../train/controls/fields.js';

interface NetworkControlsProps {
  readonly settings: WriteSettings;
  readonly onChange: (settings: WriteSettings) => void;
}

const CHOICES = {
  context: [16, 32, 64, 128, 256],
  blocks: [1, 2, 3, 4, 6],
  width: [16, 32, 48, 64, 96, 128, 192, 256],
  batch: [4, 8, 16, 32, 64],
  steps: [10, 20, 40, 80, 200, 400].map((epochs) => epochs * STEPS_PER_EPOCH),
} as const;
const HEADS = [1, 2, 3, 4, 6, 8, 12, 16];

/** Chooses the size of the network, and how it is trained. */
export function NetworkControls({ settings, onChange }: NetworkControlsProps) {
  const { width, heads, rate } = settings;
  const select = (name: keyof typeof CHOICES, label: string) => (
    <Select
      label={label}
      value={`${settings[name]}`}
      options={sameNames(withCurrent(CHOICES[name].map(String), `${settings[name]}`))}
      onChange={(value) => onChange(withHeads({ ...settings, [name]: Number(value) }))}
    />
  );
  return (
    <>
      <fieldset class="group">
        <legend>Network</legend>
        <div class="fields">
          {select('context', 'Context')}
          {select('blocks', 'Blocks')}
          {select('width', 'Width')}
          <Select
            label="Heads"
            value={`${heads}`}
            options={sameNames(withCurrent(HEADS.filter((count) => width % count === 0).map(String), `${heads}`))}
            onChange={(count) => onChange({ ...settings, heads: Number(count) })}
          />
        </div>
      </fieldset>
      <fieldset class="group">
        <legend>Training</legend>
        <div class="fields">
          {select('steps', 'Steps')}
          {select('batch', 'Batch')}
          <NumberField
            label="Learning rate"
            value={rate}
            limits={WRITE_LIMITS.rate}
            whole={false}
            onChange={(value) => onChange({ ...settings, rate: value })}
          />
          <ComputingControls settings={settings} onChange={onChange} />
        </div>
      </fieldset>
    </>
  );
}

/** The heads divide the width. */
const withHeads = (settings: WriteSettings): WriteSettings => ({
  ...settings,
  heads: HEADS.findLast((count) => count <= settings.heads && settings.width % count === 0) ?? 1,
});
