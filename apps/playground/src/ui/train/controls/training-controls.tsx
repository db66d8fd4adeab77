import { LIMITS, OPTIMIZERS, type OptimizerName, SCHEDULES, type ScheduleName } from '../../../settings/settings.js';
import { ComputingControls, withCurrent } from './computing-controls.js';
import type { ControlsProps } from './data-controls.js';
import { NumberField, Select } from './fields.js';

const OPTIMIZER_NAMES: Partial<Record<OptimizerName, string>> = { Momentum: 'SGD with momentum' };
const SCHEDULE_NAMES: Readonly<Record<ScheduleName, string>> = {
  Constant: 'Constant',
  StepDecay: 'Steps',
  ExponentialDecay: 'Exponential',
  LinearDecay: 'Linear',
  CosineDecay: 'Cosine',
  OneCycle: 'One cycle',
  Warmup: 'Warm-up, then cosine',
};
const BATCHES = ['1', '4', '8', '16', '32', '64', '128', '256', '512', 'full'];

/** Chooses how the network is trained, and what computes it. */
export function TrainingControls({ settings, onChange }: ControlsProps) {
  const { optimizer, rate, schedule, batch, epochs } = settings;
  return (
    <fieldset class="group">
      <legend>Training</legend>
      <div class="fields">
        <Select
          label="Optimizer"
          value={optimizer}
          options={OPTIMIZERS.map((name) => [name, OPTIMIZER_NAMES[name] ?? name] as const)}
          onChange={(name) => onChange({ ...settings, optimizer: name })}
        />
        <NumberField
          label="Learning rate"
          value={rate}
          limits={LIMITS.rate}
          whole={false}
          onChange={(value) => onChange({ ...settings, rate: value })}
        />
        <Select
          label="Schedule"
          value={schedule}
          options={SCHEDULES.map((name) => [name, SCHEDULE_NAMES[name]] as const)}
          onChange={(name) => onChange({ ...settings, schedule: name })}
        />
        <Select
          label="Batch"
          value={`${batch}`}
          options={withCurrent(BATCHES, `${batch}`).map((size) => [size, size === 'full' ? 'All at once' : size])}
          onChange={(size) => onChange({ ...settings, batch: size === 'full' ? 'full' : Number(size) })}
        />
        <NumberField
          label="Epochs"
          value={epochs}
          limits={LIMITS.epochs}
          onChange={(value) => onChange({ ...settings, epochs: value })}
        />
        <ComputingControls settings={settings} onChange={onChange} />
      </div>
    </fieldset>
  );
}
