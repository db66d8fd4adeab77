import { useEffect, useState } from 'preact/hooks';
import type { DataFacts } from '../../lab/facts.js';
import { dataKey, isPlane, type Settings } from '../../settings/settings.js';
import { lab, textOf } from '../lab-client.js';

/** Digits are not fetched for a preview. */
const DIGITS: DataFacts = {
  task: { inputShape: [28, 28, 1], outputs: 10, isRegression: false },
  classes: [...'0123456789'],
};

/** What is known about the data before a training: their points, or the columns of a table. */
export function usePreview(settings: Settings, table: File | undefined) {
  const [preview, setPreview] = useState<{ readonly facts?: DataFacts; readonly problem?: string }>({});
  const { data, classes, points, target } = settings;
  useEffect(() => {
    let isOld = false;
    const show = (next: typeof preview): void => {
      if (!isOld) setPreview(next);
    };
    if (data === 'digits') show({ facts: DIGITS });
    else if (data === 'points' && points.length < 2) show({ facts: nearlyEmpty(classes, points) });
    else if (isPlane(data) || (table !== undefined && target !== '')) {
      lab.preview(settings, table).then(
        (facts) => show({ facts }),
        (error: unknown) => show({ problem: textOf(error) }),
      );
    } else show({});
    return () => {
      isOld = true;
    };
  }, [dataKey(settings), table]);
  return preview;
}

/** A plane with too few points for a data set. */
const nearlyEmpty = (classes: number, points: Settings['points']): DataFacts => ({
  task: { inputShape: [2], outputs: classes, isRegression: false },
  classes: Array.from({ length: classes }, (_, label) => `${label}`),
  points: {
    x: Float32Array.from(points.flatMap(({ x, y }) => [x / 100, y / 100])),
    labels: Int32Array.from(points, ({ label }) => label),
    validation: new Int32Array(0),
  },
});
