import { useEffect, useRef, useState } from 'preact/hooks';
import { useColourScheme } from '../parts/use-colour-scheme.js';
import { begin, type Drawing, EMPTY, extend, isEmpty, type Place, paint, undo } from './drawing.js';

/** The pad's pixels; the page scales them. */
const SIDE = 560;
/** How far an arrow key moves the pen. */
const KEY_STEP = 0.04;
const MOVES: Readonly<Record<string, Place>> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

interface PadProps {
  readonly drawing: Drawing;
  readonly onDraw: (change: (drawing: Drawing) => Drawing) => void;
}

/** Takes a finger, a mouse, a pen or the arrow keys. */
export function Pad({ drawing, onDraw }: PadProps) {
  const pad = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useColourScheme();
  const [keys, setKeys] = useState<{ readonly place: Place; readonly isDown: boolean } | undefined>(undefined);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) paint(context, drawing, getComputedStyle(context.canvas).color);
  }, [drawing, scheme]);

  const placeOf = ({ clientX, clientY }: PointerEvent): Place => {
    const { left, top, width, height } = (pad.current as HTMLDivElement).getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  };
  const onPointerDown = (event: PointerEvent): void => {
    // A second finger or the palm of a hand draws nothing.
    if (event.button !== 0 || !event.isPrimary) return;
    (event.currentTarget as HTMLDivElement).setPointerCapture(event.pointerId);
    setKeys(undefined);
    const place = placeOf(event);
    onDraw((before) => begin(before, place));
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!(event.currentTarget as HTMLDivElement).hasPointerCapture(event.pointerId)) return;
    const all = event.getCoalescedEvents?.() ?? [];
    const places = (all.length > 0 ? all : [event]).map(placeOf);
    onDraw((before) => extend(before, places));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const pen = keys ?? { place: [0.5, 0.3] as Place, isDown: false };
    const move = MOVES[event.key];
    if (move !== undefined) {
      const place: Place = [within(pen.place[0] + move[0]), within(pen.place[1] + move[1])];
      setKeys({ ...pen, place });
      if (pen.isDown) onDraw((before) => extend(before, [place]));
    } else if (event.key === ' ') {
      setKeys({ ...pen, isDown: !pen.isDown });
      if (!pen.isDown) onDraw((before) => begin(before, pen.place));
    } else if (['Backspace', 'Delete', 'Escape'].includes(event.key)) {
      // This removes the stroke that the keys are drawing, so lift the pen.
      if (keys !== undefined) setKeys({ ...keys, isDown: false });
      onDraw(event.key === 'Backspace' ? undo : () => EMPTY);
    } else return;
    event.preventDefault();
  };

  return (
    <div
      class="pad"
      ref={pad}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keyboard.
      tabIndex={0}
      role="application"
      aria-label="Drawing pad"
      aria-describedby="pad-help"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      onBlur={() => setKeys(undefined)}
    >
      <canvas ref={canvas} width={SIDE} height={SIDE} />
      {isEmpty(drawing) && keys === undefined && <p class="hint">Draw a digit here</p>}
      {keys !== undefined && (
        <span
          class={keys.isDown ? 'pen down' : 'pen'}
          style={{ left: `${100 * keys.place[0]}%`, top: `${100 * keys.place[1]}%` }}
        />
      )}
      <p id="pad-help" class="hidden">
        With the keyboard: arrow keys move the pen, Space puts it down and lifts it, Backspace takes a stroke back,
        Delete clears the pad.
      </p>
    </div>
  );
}

const within = (value: number): number => Math.min(0.96, Math.max(0.04, value));
