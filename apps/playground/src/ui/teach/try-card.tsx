import type { Thumb } from '../../lab/teach/photos.js';
import { FileButton } from '../parts/file-button.js';
import { PHOTO_TYPES } from './class-card.js';
import { ThumbCanvas } from './thumb-canvas.js';

/** Where photos to try are dropped and pasted. */
export const TRY = 'try';

/** A photo that the reader tries. */
export interface Tried {
  readonly name: string;
  readonly thumb: Thumb;
}

/** What the network answers. */
export interface TriedAnswer {
  readonly classes: readonly string[];
  readonly probabilities: Float32Array;
}

interface TryCardProps {
  readonly tried: Tried | undefined;
  /** Undefined without a trained network, or a photo. */
  readonly answer: TriedAnswer | undefined;
  readonly isTrained: boolean;
  readonly problem: string | undefined;
  readonly onFile: (file: File) => void;
}

const percent = (share: number): string => `${(100 * share).toFixed(share > 0.9995 || share < 0.0995 ? 0 : 1)} %`;

/** Shows what the network takes another photo for. */
export function TryCard({ tried, answer, isTrained, problem, onFile }: TryCardProps) {
  return (
    <section class="card try" data-target={TRY} tabIndex={-1} aria-labelledby="try-title">
      <h2 id="try-title">Try it</h2>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {tried === undefined ? (
        <p class="empty faint">Drop another photo here, or click here and paste it.</p>
      ) : (
        <>
          <figure class="tried">
            <ThumbCanvas thumb={tried.thumb} />
            <figcaption class="faint small">{tried.name}</figcaption>
          </figure>
          {answer === undefined ? (
            <p class="faint">{isTrained ? 'Looking …' : 'Train the network first; then it answers.'}</p>
          ) : (
            <Answer {...answer} />
          )}
        </>
      )}
      <p class="buttons">
        <FileButton label="A photo to try" accept={PHOTO_TYPES} onFiles={([file]) => onFile(file)}>
          Choose a photo
        </FileButton>
      </p>
    </section>
  );
}

/** The probability of each class, as bars. */
function Answer({ classes, probabilities }: TriedAnswer) {
  const best = probabilities.indexOf(probabilities.reduce((a, b) => Math.max(a, b)));
  return (
    <div>
      <p class="hidden" role="status">
        {classes[best]}, with a probability of {percent(probabilities[best] ?? 0)}.
      </p>
      <table class="bars">
        <caption class="hidden">The probability of each class</caption>
        <tbody>
          {classes.map((name, at) => (
            <tr key={name} class={at === best ? 'best' : undefined}>
              <th scope="row">{name}</th>
              <td class="bar">
                <span style={{ transform: `scaleX(${probabilities[at] ?? 0})` }} />
              </td>
              <td class="share">{percent(probabilities[at] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
