import { useEffect, useRef } from 'preact/hooks';
import { useColourScheme } from './use-colour-scheme.js';

interface PixelsProps {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** What the picture shows, for screen readers. Without it the picture is decoration. */
  readonly label?: string;
}

/** A grey picture: 0 is transparent, 255 has the text's colour. */
export function Pixels({ bytes, width, height, label }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useColourScheme();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(context.canvas).color.match(/[\d.]+/g) ?? []).map(Number);
    const image = context.createImageData(width, height);
    for (let at = 0, to = 0; at < bytes.length; at++) {
      image.data[to++] = red;
      image.data[to++] = green;
      image.data[to++] = blue;
      image.data[to++] = bytes[at] as number;
    }
    context.putImageData(image, 0, 0);
  }, [bytes, width, height, scheme]);
  const role = label === undefined ? { 'aria-hidden': true as const } : { role: 'img' as const, 'aria-label': label };
  return <canvas class="pixels" ref={canvas} width={width} height={height} {...role} />;
}
