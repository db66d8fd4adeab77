import type { ControlsProps } from './data-controls.js';

interface PointToolsProps extends ControlsProps {
  readonly label: number;
  readonly onLabel: (label: number) => void;
}

/** Chooses the class of the next points. */
export function PointTools({ settings, label, onLabel, onChange }: PointToolsProps) {
  const { classes, points } = settings;
  return (
    <div class="point-tools">
      <fieldset class="choices">
        <legend class="hidden">Class of the points you click</legend>
        {Array.from({ length: classes }, (_, own) => (
          <label key={own}>
            <input type="radio" name="class" checked={own === label} onChange={() => onLabel(own)} />
            <i class="dot" style={{ background: `var(--class-${own})` }} /> Class {own}
          </label>
        ))}
      </fieldset>
      <p class="buttons">
        <button
          type="button"
          class="quiet"
          disabled={points.length === 0}
          onClick={() => onChange({ ...settings, points: points.slice(0, -1) })}
        >
          Remove the last
        </button>
        <button
          type="button"
          class="quiet"
          disabled={points.length === 0}
          onClick={() => onChange({ ...settings, points: [] })}
        >
          Remove all
        </button>
      </p>
      <p class="faint small">
        {points.length === 1 ? '1 point' : `${points.length} points`}. Click into the square to add some.
      </p>
    </div>
  );
}
