import { ACTIVATIONS, fits, type Layer, LIMITS } from '../../../settings/settings.js';
import type { ControlsProps } from './data-controls.js';
import { NumberField, Select, sameNames } from './fields.js';

const NAMES: readonly (readonly [Layer['type'], string])[] = [
  ['dense', 'Dense'],
  ['conv', 'Convolution'],
  ['pool', 'Max pooling'],
  ['dropout', 'Dropout'],
  ['norm', 'Batch norm'],
];

const NEW: Readonly<Record<Layer['type'], Layer>> = {
  dense: { type: 'dense', units: 16 },
  conv: { type: 'conv', filters: 8, size: 3 },
  pool: { type: 'pool', size: 2 },
  dropout: { type: 'dropout', rate: 0.25 },
  norm: { type: 'norm' },
};

/** Chooses the layers of the network, and the activation between them. */
export function LayerControls({ settings, onChange }: ControlsProps) {
  const { layers, data } = settings;
  const set = (next: readonly Layer[]): void => onChange({ ...settings, layers: next });
  const replace = (at: number, layer: Layer): void => set(layers.map((old, place) => (place === at ? layer : old)));
  const options = NAMES.filter(([type]) => fits(NEW[type], data));
  return (
    <fieldset class="group">
      <legend>Network</legend>
      <ol class="layer-list">
        {layers.map((layer, at) => (
          <li key={`${at} ${layer.type}`}>
            <Select
              label={`Layer ${at + 1}`}
              value={layer.type}
              options={options}
              onChange={(type) => replace(at, NEW[type])}
            />
            <Sizes layer={layer} onChange={(changed) => replace(at, changed)} />
            <button
              type="button"
              class="quiet icon"
              aria-label={`Remove layer ${at + 1}`}
              onClick={() => set(layers.filter((_, place) => place !== at))}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
      <div class="row">
        <button
          type="button"
          class="quiet"
          disabled={layers.length >= LIMITS.layers[1]}
          onClick={() => set([...layers, NEW.dense])}
        >
          Add a layer
        </button>
        <Select
          label="Activation"
          value={settings.activation}
          options={sameNames(ACTIVATIONS)}
          onChange={(activation) => onChange({ ...settings, activation })}
        />
      </div>
    </fieldset>
  );
}

interface SizesProps {
  readonly layer: Layer;
  readonly onChange: (layer: Layer) => void;
}

function Sizes({ layer, onChange }: SizesProps) {
  switch (layer.type) {
    case 'dense':
      return (
        <NumberField
          label="Units"
          value={layer.units}
          limits={LIMITS.units}
          onChange={(units) => onChange({ ...layer, units })}
        />
      );
    case 'conv':
      return (
        <>
          <NumberField
            label="Filters"
            value={layer.filters}
            limits={LIMITS.filters}
            onChange={(filters) => onChange({ ...layer, filters })}
          />
          <NumberField
            label="Size"
            value={layer.size}
            limits={LIMITS.size}
            onChange={(size) => onChange({ ...layer, size })}
          />
        </>
      );
    case 'pool':
      return (
        <NumberField
          label="Size"
          value={layer.size}
          limits={LIMITS.size}
          onChange={(size) => onChange({ ...layer, size })}
        />
      );
    case 'dropout':
      return (
        <NumberField
          label="Rate"
          value={layer.rate}
          limits={LIMITS.dropout}
          whole={false}
          onChange={(rate) => onChange({ ...layer, rate })}
        />
      );
    case 'norm':
      return null;
  }
}
