import { useEffect, useState } from 'preact/hooks';
import { readFragment } from '../settings/link.js';
import { DrawView } from './draw/draw-view.js';
import { useFragment } from './use-fragment.js';

const REPOSITORY = 'https://github.com/nablajs/nabla';

type View = typeof import('./train/train-view.js').TrainView;

/** Loads the Train view when it is wanted: whoever only draws does not need it. */
function useTrainView(isWanted: boolean): View | undefined {
  const [TrainView, setTrainView] = useState<View | undefined>(undefined);
  useEffect(() => {
    // The bundler also loads the view's styles, before `import` answers.
    const load = async (): Promise<View> => (await import('./train/train-view.js')).TrainView;
    if (!isWanted) return;
    load().then(
      (loaded) => setTrainView(() => loaded),
      () => setTrainView((before) => before ?? NotLoaded),
    );
  }, [isWanted]);
  return TrainView;
}

const NotLoaded = () => (
  <p class="notice" role="alert">
    Cannot load this view. Check your connection and load the page again.
  </p>
);

/** Prevents the browser from opening a file that the reader drops outside of a drop area. */
function useIgnoredFileDrops(): void {
  useEffect(() => {
    const stay = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    for (const type of ['dragover', 'drop'] as const) addEventListener(type, stay);
    return () => {
      for (const type of ['dragover', 'drop'] as const) removeEventListener(type, stay);
    };
  }, []);
}

/** The whole page: its header and one of its views. */
export function App() {
  useIgnoredFileDrops();
  const { view } = readFragment(useFragment());
  const TrainView = useTrainView(view === 'train');
  const View = view === 'draw' ? DrawView : TrainView;
  return (
    <>
      <header class="top">
        <a class="brand" href="#draw">
          <span aria-hidden="true">∇</span> nabla <small>playground</small>
        </a>
        <nav aria-label="Views">
          <a href="#draw" aria-current={view === 'draw' ? 'page' : undefined}>
            Draw
          </a>
          <a href="#train" aria-current={view === 'train' ? 'page' : undefined}>
            Train
          </a>
        </nav>
        <a class="source" href={REPOSITORY}>
          Source
        </a>
      </header>
      <main>{View !== undefined && <View />}</main>
      {/* A footer that moves away when the view arrives would distract. */}
      {View !== undefined && (
        <footer>Everything is computed in this page. Nothing that you draw or drop here leaves your device.</footer>
      )}
    </>
  );
}
