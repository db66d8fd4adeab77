import { type Computing, LIMITS } from '../../../settings/settings.js';
import { NumberField, Select } from './fields.js';

const THREADS = ['auto', '1', '2', '4', '8'];

interface ComputingControlsProps<T> {
  readonly settings: T;
  readonly onChange: (settings: T) => void;
}

/** Chooses the seed, and what computes the training. */
export function ComputingControls<T extends Computing & { readonly seed: number }>({
  settings,
  onChange,
}: ComputingControlsProps<T>) {
  const { seed, backend, threads } = settings;
  return (
    <>
      <NumberField
        label="Seed"
        value={seed}
        limits={LIMITS.seed}
        onChange={(value) => onChange({ ...settings, seed: value })}
      />
      <Select
        label="Backend"
        value={backend}
        options={[
          ['wasm', 'WebAssembly'],
          ['ts', 'TypeScript'],
          ['webgpu', 'WebGPU'],
        ]}
        onChange={(name) => onChange({ ...settings, backend: name })}
      />
      {backend === 'wasm' && (
        <Select
          label="Threads"
          value={`${threads}`}
          options={withCurrent(THREADS, `${threads}`).map((count) => [
            count,
            count === 'auto' ? 'One per core' : count,
          ])}
          onChange={(count) => onChange({ ...settings, threads: count === 'auto' ? 'auto' : Number(count) })}
        />
      )}
    </>
  );
}

/** A link may have a value that the list does not offer. */
export const withCurrent = (values: readonly string[], current: string): readonly string[] =>
  values.includes(current) ? values : [current, ...values];
