import { useEffect, useRef, useState } from 'preact/hooks';
import type { Which } from '../../lab/lab.js';
import type { Reading } from '../../lab/reading/reader.js';
import { lab, textOf } from '../lab-client.js';
import { type Drawing, isEmpty, rasterize } from './drawing.js';
import { FIRST_DRAWING, FIRST_READING } from './first-digit.js';

/** May skip readings while the pen moves, but not the last one. `version` changes when the network does. */
export function useReading(drawing: Drawing, which: Which, version: number, fail: (message: string) => void) {
  const [reading, setReading] = useState<Reading | undefined>(FIRST_READING);
  const wanted = useRef<{ readonly drawing: Drawing; readonly which: Which } | undefined>(undefined);
  const isBusy = useRef(false);

  useEffect(() => {
    if (isEmpty(drawing)) {
      wanted.current = undefined;
      setReading(undefined);
      return;
    }
    if (version === 0) {
      if (drawing !== FIRST_DRAWING) setReading(undefined);
      return;
    }
    wanted.current = { drawing, which };
    if (isBusy.current) return;
    isBusy.current = true;
    readAll().finally(() => {
      isBusy.current = false;
    });

    async function readAll(): Promise<void> {
      for (let next = wanted.current; next !== undefined; next = wanted.current) {
        wanted.current = undefined;
        const pixels = rasterize(next.drawing);
        const side = Math.sqrt(pixels.length);
        try {
          const read = await lab.read({ width: side, height: side, channels: 1, pixels }, next.which);
          // The pad may have been cleared meanwhile.
          if (wanted.current === undefined && isCurrent.current(next.drawing)) setReading(read);
        } catch (error) {
          // The network of a training is gone when the training ends.
          if (next.which === 'loaded') fail(textOf(error));
        }
      }
    }
  }, [drawing, which, version, fail]);

  const isCurrent = useRef((_: Drawing): boolean => true);
  isCurrent.current = (read) => !isEmpty(drawing) || isEmpty(read);
  return reading;
}
