import { useEffect, useRef, useState } from 'preact/hooks';
import type { Surface } from '../../lab/report.js';
import type { Points } from '../../lab/run-data.js';
import { useColourScheme } from '../parts/use-colour-scheme.js';
import { drawPlane, fromPlace, toCanvas } from './plane-drawing.js';

const SIDE = 720;
const KEY_STEP = 5;

interface PlaneProps {
  readonly surface: Surface | undefined;
  readonly points: Points | undefined;
  /** Called with a point in hundredths; undefined if the reader cannot add points. */
  readonly onPoint: ((x: number, y: number) => void) | undefined;
}

/** The square of the points: the network's answer everywhere, and the points that it learns from. */
export function Plane({ surface, points, onPoint }: PlaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useColourScheme();
  const [cursor, setCursor] = useState<readonly [x: number, y: number] | undefined>(undefined);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) drawPlane(context, surface, points);
  }, [surface, points, scheme]);

  const label = `The network's answer at each point of the square, and ${points?.labels.length ?? 0} points`;
  const picture = <canvas ref={canvas} width={SIDE} height={SIDE} role="img" aria-label={label} />;
  if (onPoint === undefined) return <div class="plane">{picture}</div>;

  // A click, because a finger that goes down may only scroll the page.
  const onClick = (event: MouseEvent): void => {
    const { left, top, width, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    onPoint(...fromPlace((event.clientX - left) / width, (event.clientY - top) / height));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const [x, y] = cursor ?? [0, 0];
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (move !== undefined) setCursor([clamp(x + KEY_STEP * (move[0] ?? 0)), clamp(y + KEY_STEP * (move[1] ?? 0))]);
    else if (event.key === 'Enter' || event.key === ' ') onPoint(x, y);
    else return;
    event.preventDefault();
  };
  const place = cursor === undefined ? undefined : toCanvas(cursor[0] / 100, cursor[1] / 100, 100);
  return (
    <div
      class="plane clickable"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keyboard.
      tabIndex={0}
      role="application"
      aria-label="Square to click points into"
      aria-describedby="plane-help"
      onClick={onClick}
      onKeyDown={onKeyDown}
      onBlur={() => setCursor(undefined)}
    >
      {picture}
      {place !== undefined && <span class="cursor" style={{ left: `${place[0]}%`, top: `${place[1]}%` }} />}
      <p id="plane-help" class="hidden">
        With the keyboard: arrow keys move the cursor, Enter adds a point of the chosen class.
      </p>
    </div>
  );
}

const clamp = (value: number): number => Math.min(100, Math.max(-100, value));
