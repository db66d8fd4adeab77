import { withData } from '../../../settings/link.js';
import { type DataName, isPlane, LIMITS, type Settings } from '../../../settings/settings.js';
import { NumberField, Select } from './fields.js';

/** The data sets, as the page calls them. */
const DATA_NAMES: readonly (readonly [DataName, string])[] = [
  ['spirals', 'Spirals'],
  ['rings', 'Rings'],
  ['squares', 'Chessboard'],
  ['points', 'Points you click'],
  ['digits', 'Handwritten digits (MNIST)'],
  ['table', 'Your table (CSV)'],
];

/** What every group of controls gets. */
export interface ControlsProps {
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
}

/** Chooses the data set, and its size. */
export function DataControls({ settings, onChange }: ControlsProps) {
  const { data, classes, count, noise } = settings;
  const isDrawn = isPlane(data) && data !== 'points';
  return (
    <fieldset class="group">
      <legend>Data</legend>
      <Select
        label="Data set"
        value={data}
        options={DATA_NAMES}
        onChange={(name) => onChange(withData(settings, name))}
      />
      {isPlane(data) && (
        <Select
          label="Classes"
          value={`${classes}`}
          options={['2', '3', '4'].map((number) => [number, number] as const)}
          onChange={(number) => onChange(withClasses(settings, Number(number)))}
        />
      )}
      {isDrawn && (
        <>
          <NumberField
            label="Points"
            value={count}
            limits={LIMITS.count}
            onChange={(value) => onChange({ ...settings, count: value })}
          />
          <NumberField
            label="Noise"
            value={noise}
            limits={LIMITS.noise}
            whole={false}
            onChange={(value) => onChange({ ...settings, noise: value })}
          />
        </>
      )}
      {data === 'digits' && <p class="faint small">5,000 digits to learn from and 1,000 for validation; 1 MB.</p>}
    </fieldset>
  );
}

/** Changes the number of classes, and removes the clicked points of classes that no longer exist. */
const withClasses = (settings: Settings, classes: number): Settings => ({
  ...settings,
  classes,
  points: settings.points.filter(({ label }) => label < classes),
});
