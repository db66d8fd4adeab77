import { FileButton } from '../parts/file-button.js';
import { ThumbCanvas } from './thumb-canvas.js';
import type { Photo, PhotoClass } from './use-classes.js';

/** What file choosers offer. */
export const PHOTO_TYPES = 'image/*';

interface ClassCardProps {
  readonly own: PhotoClass;
  /** What is wrong with its name. */
  readonly problem: string | undefined;
  /** For each photo held out and answered wrongly, the class that the network takes it for. */
  readonly mistakes: ReadonlyMap<number, string>;
  /** Whether the class can be removed. */
  readonly isSpare: boolean;
  readonly onName: (name: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onRemovePhoto: (photo: Photo) => void;
  readonly onRemove: () => void;
}

/** A class: its name, and its photos, which the reader drops, pastes or chooses. */
export function ClassCard(props: ClassCardProps) {
  const { own, problem, mistakes, isSpare, onName, onFiles, onRemovePhoto, onRemove } = props;
  const { key, name, photos } = own;
  return (
    <section class="card photo-class" data-target={key} tabIndex={-1} aria-label={`Class ${name}`}>
      <div class="row spread">
        <input
          class="class-name"
          value={name}
          maxLength={60}
          aria-label="Name of the class"
          aria-invalid={problem !== undefined}
          autocomplete="off"
          onInput={({ currentTarget }) => onName(currentTarget.value)}
        />
        <span class="count">{photosIn(photos.length)}</span>
        <button
          type="button"
          class="quiet"
          disabled={!isSpare}
          aria-label={`Remove the class ${name}`}
          onClick={onRemove}
        >
          Remove
        </button>
      </div>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {photos.length === 0 ? (
        <p class="empty faint">Drop photos here, or click here and paste them.</p>
      ) : (
        <ul class="thumbs">
          {photos.map((photo) => (
            <li key={photo.key}>
              <PhotoButton photo={photo} mistake={mistakes.get(photo.id ?? 0)} onRemove={() => onRemovePhoto(photo)} />
            </li>
          ))}
        </ul>
      )}
      <p class="buttons">
        <FileButton label={`Photos of ${name}`} accept={PHOTO_TYPES} multiple onFiles={onFiles}>
          Choose photos
        </FileButton>
      </p>
    </section>
  );
}

interface PhotoButtonProps {
  readonly photo: Photo;
  readonly mistake: string | undefined;
  readonly onRemove: () => void;
}

/** A photo, which a click removes. */
function PhotoButton({ photo: { name, thumb }, mistake, onRemove }: PhotoButtonProps) {
  const said = mistake === undefined ? '' : ` The network takes it for ${mistake}.`;
  return (
    <button
      type="button"
      class={`thumb${mistake === undefined ? '' : ' wrong'}`}
      aria-label={`Remove ${name}.${said}`}
      title={`${name}.${said} Click to remove it.`}
      onClick={onRemove}
    >
      {thumb !== undefined && <ThumbCanvas thumb={thumb} />}
    </button>
  );
}

const photosIn = (count: number): string => (count === 1 ? '1 photo' : `${count} photos`);
