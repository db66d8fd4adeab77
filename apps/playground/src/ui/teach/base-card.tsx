import { PIXELS, type Pixels } from '../../lab/teach/pixels.js';
import type { BaseFacts } from '../../lab/teach/teacher.js';
import { FileButton } from '../parts/file-button.js';
import { Select } from '../train/controls/fields.js';

/** The network that the photos go through. */
export interface ChosenBase {
  /** Undefined for the page's own. */
  readonly files: readonly File[] | undefined;
  readonly pixels: Pixels;
  /** Undefined until it is loaded. */
  readonly facts: BaseFacts | undefined;
}

interface BaseCardProps {
  readonly base: ChosenBase;
  readonly problem: string | undefined;
  readonly onBase: (files: readonly File[] | undefined, pixels: Pixels) => void;
}

const NAMES: Readonly<Record<Pixels, string>> = {
  '0 to 1': 'From 0 to 1',
  '-1 to 1': 'From −1 to 1',
  '0 to 255': 'From 0 to 255',
  ImageNet: 'With the mean and deviation of ImageNet',
};

const LICENSE = 'https://www.apache.org/licenses/LICENSE-2.0';

/** Says which network the photos go through, and takes another one. */
export function BaseCard({ base: { files, pixels, facts }, problem, onBase }: BaseCardProps) {
  const own = files?.map(({ name }) => name).join(', ');
  return (
    <section class="card" aria-labelledby="base-title">
      <h2 id="base-title">What it knows already</h2>
      {own === undefined ? (
        <p>
          It starts from EfficientNet-Lite0, which tells the 1,000 kinds of things of ImageNet apart. A new last layer
          learns your classes. It is loaded with your first photo: 2.5 MB, under the{' '}
          <a href={LICENSE}>Apache License 2.0</a>.
        </p>
      ) : (
        <p>
          It starts from <b>{own}</b>. The last layer is left out; a new one learns your classes.
        </p>
      )}
      {facts !== undefined && (
        <p class="faint small">
          {facts.parameters.toLocaleString('en-US')} weights, {facts.features.toLocaleString('en-US')} features, photos
          of {facts.height} × {facts.width}. Computed by {facts.computedBy}. {facts.notice}
        </p>
      )}
      {own !== undefined && facts?.knowsPixels === false && (
        <Select
          label="How it takes pixels"
          value={pixels}
          options={PIXELS.map((one) => [one, NAMES[one]] as const)}
          onChange={(next) => onBase(files, next)}
        />
      )}
      <p class="buttons">
        <FileButton label="Network" multiple onFiles={(chosen) => onBase(chosen, pixels)}>
          Use another network
        </FileButton>
        {own !== undefined && (
          <button type="button" class="quiet" onClick={() => onBase(undefined, pixels)}>
            Use EfficientNet-Lite0
          </button>
        )}
      </p>
      <p class="faint small">.onnx, .keras, model.json of TensorFlow.js with its weights, or a model of nabla.</p>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </section>
  );
}
