import type { Picture } from '../../lab/report.js';
import { Pixels } from '../parts/pixels.js';

/** What the filters of a network for digits see, and which test digits it reads wrongly. */
export function DigitPictures({ picture }: { readonly picture: Picture }) {
  const { example, filters = [], mistakes } = picture;
  return (
    <div class="digit-pictures">
      <div class="layers compact">
        {example !== undefined && (
          <figure>
            <div class="maps one">
              <Pixels bytes={example} width={28} height={28} label="The digit that the filters look at" />
            </div>
            <figcaption>A test digit</figcaption>
          </figure>
        )}
        {filters.map(({ convolution, height, width, maps }) => (
          <figure key={convolution}>
            <div class="maps">
              {maps.map((bytes, filter) => (
                <Pixels key={filter} bytes={bytes} width={width} height={height} />
              ))}
            </div>
            <figcaption>
              Convolution {convolution}: {maps.length} filters
            </figcaption>
          </figure>
        ))}
      </div>
      {mistakes !== undefined && (
        <figure>
          <figcaption>
            <b>Mistakes</b>{' '}
            <span class="faint">{mistakes.length === 0 ? 'none' : 'what it answered, and what it is'}</span>
          </figcaption>
          <ul class="mistakes">
            {mistakes.map(({ pixels, truth, answer }, at) => (
              <li key={at}>
                <Pixels bytes={pixels} width={28} height={28} label={`A ${truth}, read as ${answer}`} />
                <span aria-hidden="true">
                  <s>{answer}</s> {truth}
                </span>
              </li>
            ))}
          </ul>
        </figure>
      )}
    </div>
  );
}
