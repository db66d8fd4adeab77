import { useEffect, useRef, useState } from 'preact/hooks';
import { isEmbedded } from '../embedded.js';
import type { RunView } from '../parts/run-view.js';

/** How much of the view the reader must see. */
const SEEN = 0.25;

interface Training {
  readonly state: RunView['state'] | undefined;
  /** Whether the data are there, so that a training can begin. */
  readonly canTrain: boolean;
  readonly train: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
}

/**
 * Within another page, such as the first one of the site: begins the training when the reader sees the view, and
 * pauses it while they do not. Does nothing in a page of its own, or if the reader prefers less motion.
 */
export function useWhileSeen({ state, canTrain, train, pause, resume }: Training): void {
  const [isSeen, setSeen] = useState<boolean | undefined>(undefined);
  const isPausedHere = useRef(false);

  useEffect(() => {
    if (!isEmbedded || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    let isInWindow = false;
    const note = (): void => setSeen(isInWindow && !document.hidden);
    const observer = new IntersectionObserver(
      (entries) => {
        isInWindow = entries.at(-1)?.isIntersecting === true;
        note();
      },
      { threshold: SEEN },
    );
    observer.observe(document.body);
    document.addEventListener('visibilitychange', note);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', note);
    };
  }, []);

  useEffect(() => {
    // The page around shows a picture until there is something to see.
    if (canTrain && isEmbedded) frameElement?.setAttribute('data-ready', 'true');
  }, [canTrain]);

  useEffect(() => {
    if (isSeen && state === undefined && canTrain) train();
    if (isSeen && state === 'paused' && isPausedHere.current) {
      isPausedHere.current = false;
      resume();
    }
    if (isSeen === false && state === 'training') {
      isPausedHere.current = true;
      pause();
    }
  }, [isSeen, state, canTrain]);
}
