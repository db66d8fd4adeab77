/** The training of the Teach view, and what the trained network answers. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Lesson } from '../../lab/teach/head.js';
import type { Thumb } from '../../lab/teach/photos.js';
import { textOf } from '../lab-client.js';
import { lessonTo, teacher } from './teacher-client.js';
import type { Tried, TriedAnswer } from './try-card.js';
import type { PhotoClass } from './use-classes.js';

/** What a training began with. */
interface Taught {
  readonly names: readonly string[];
  /** Tells whether classes or photos have changed since. */
  readonly signature: string;
}

interface TriedPhoto extends Tried {
  readonly id: number;
}

/** What was trained and tried before the reader went to another view. */
let kept: { readonly lesson?: Lesson; readonly taught?: Taught; readonly tried?: TriedPhoto } = {};

const signatureOf = (classes: readonly PhotoClass[]): string =>
  JSON.stringify(classes.map(({ name, photos }) => [name, photos.map(({ id }) => id)]));

/** A training before its first report. */
const BEGUN: Lesson = { state: 'training', epochs: 1, losses: [], heldLosses: [], training: 0, heldOut: 0 };

/** The longest side of a photo to try, in pixels. */
const TRY_SIDE = 448;

/** The training, and functions that begin one and try a photo. `onBase`: as in `useClasses`. */
export function useLesson(classes: readonly PhotoClass[], onBase: () => Promise<void>) {
  const [lesson, setLesson] = useState(kept.lesson);
  const [taught, setTaught] = useState(kept.taught);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [tried, setTried] = useState(kept.tried);
  const [tryProblem, setTryProblem] = useState<string | undefined>(undefined);
  const [answer, setAnswer] = useState<TriedAnswer | undefined>(undefined);
  const isDone = lesson?.state === 'done';
  useEffect(() => {
    kept = isDone && taught ? { lesson, taught, ...(tried && { tried }) } : {};
  }, [lesson, taught, tried, isDone]);

  useEffect(() => {
    if (!isDone || tried === undefined || taught === undefined) return setAnswer(undefined);
    let isOld = false;
    teacher.answer(tried.id).then(
      (probabilities) => !isOld && setAnswer({ classes: taught.names, probabilities }),
      (error: unknown) => !isOld && setTryProblem(textOf(error)),
    );
    return () => {
      isOld = true;
    };
  }, [lesson, isDone, taught, tried]);

  const train = useCallback(async (): Promise<void> => {
    setProblem(undefined);
    // Without it, a lesson that is done stays until the worker's first report, and you could press Train again.
    setLesson(BEGUN);
    setTaught({ names: classes.map(({ name }) => name.trim()), signature: signatureOf(classes) });
    const photosOf = ({ name, photos }: PhotoClass) => ({
      name: name.trim(),
      photos: photos.flatMap(({ id }) => (id === undefined ? [] : [id])),
    });
    // Reports have a channel of their own: the last one may come after the end.
    let isOver = false;
    const report = lessonTo((next) => !isOver && setLesson(next));
    try {
      const done = await teacher.teach(classes.map(photosOf), report);
      isOver = true;
      setLesson(done);
    } catch (error) {
      isOver = true;
      setLesson(undefined);
      setProblem(textOf(error));
    }
  }, [classes]);
  const tryPhoto = useCallback(
    async (file: File): Promise<void> => {
      setTryProblem(undefined);
      try {
        await onBase();
        const read: { readonly id: number; readonly thumb: Thumb } = await teacher.read(file, TRY_SIDE);
        if (tried !== undefined) void teacher.forget([tried.id]);
        setTried({ ...read, name: file.name });
      } catch (error) {
        setTryProblem(`${file.name}: ${textOf(error)}`);
      }
    },
    [tried, onBase],
  );
  /** Another network has forgotten everything. */
  const forgetAll = useCallback((): void => {
    setLesson(undefined);
    setTaught(undefined);
    setTried(undefined);
    setProblem(undefined);
  }, []);
  return {
    ...{ lesson, problem, tried, answer, tryProblem, train, tryPhoto, forgetAll },
    names: taught?.names ?? [],
    isOutdated: taught !== undefined && taught.signature !== signatureOf(classes),
  };
}
