import { type Line, layOut } from './curve.js';

interface CurvesProps {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly isLogarithmic?: boolean;
  /** Formats a value of the axis. */
  readonly format: (value: number) => string;
}

const SIZE = { width: 320, height: 120 };

/** A small line chart: the first line is drawn solid, the second one dashed. */
export function Curves({ title, lines, isLogarithmic = false, format }: CurvesProps) {
  const { paths, least, most } = layOut(lines, { ...SIZE, isLogarithmic });
  const isEmpty = lines.every(({ values }) => values.length === 0);
  const last = lines.flatMap(({ name, values }) =>
    values.length === 0 ? [] : [`${name} ${format(values.at(-1) ?? 0)}`],
  );
  return (
    <figure class="curves">
      <figcaption>
        <b>{title}</b>
        {lines.map(({ name, values }, at) => (
          <span key={name} class={`key line-${at}`}>
            {name} <span>{values.length > 0 && format(values.at(-1) as number)}</span>
          </span>
        ))}
      </figcaption>
      <svg
        viewBox={`-4 -6 ${SIZE.width + 8} ${SIZE.height + 12}`}
        role="img"
        aria-label={`${title}: ${isEmpty ? 'nothing yet' : last.join(', ')}`}
        preserveAspectRatio="none"
      >
        {[0, 0.5, 1].map((share) => (
          <line key={share} x1="0" x2={SIZE.width} y1={share * SIZE.height} y2={share * SIZE.height} class="grid" />
        ))}
        {paths.map((path, at) => (
          <path key={lines[at]?.name} d={path} class={`line-${at}`} vector-effect="non-scaling-stroke" />
        ))}
      </svg>
      {!isEmpty && (
        <p class="ends" aria-hidden="true">
          <span>{format(most)}</span>
          <span>{format(least)}</span>
        </p>
      )}
    </figure>
  );
}
