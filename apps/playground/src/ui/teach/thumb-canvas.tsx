import { useEffect, useRef } from 'preact/hooks';
import type { Thumb } from '../../lab/teach/photos.js';

/** A small picture of a photo. It is decoration: what is around it has the name. */
export function ThumbCanvas({ thumb }: { readonly thumb: Thumb }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = thumb;
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);
  return <canvas ref={canvas} width={width} height={height} />;
}
