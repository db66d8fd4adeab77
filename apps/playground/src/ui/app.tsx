import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { readFragment, type View } from '../settings/link.js';
import { DrawView } from './draw/draw-view.js';
import { useFragment } from './use-fragment.js';

const VIEWS = [
  ['draw', 'Draw'],
  ['train', 'Train'],
  ['write', 'Write'],
  ['teach', 'Teach'],
] as const;

const REPOSITORY = 'https://github.com/nablajs/nabla';

type LazyView = () => JSX.Element;

/** Whoever only draws does not need the others. */
const LAZY: Readonly<Record<Exclude<View, 'draw'>, () => Promise<LazyView>>> = {
  train: async () => (await import('./train/train-view.js')).TrainView,
  write: async () => (await import('./write/write-view.js')).WriteView,
  teach: async () => (await import('./teach/teach-view.js')).TeachView,
};

/** Returns a view; undefined until it is loaded. */
function useView(view: View): LazyView | undefined {
  const [loaded, setLoaded] = useState<Partial<Record<View, LazyView>>>({ draw: DrawView });
  useEffect(() => {
    if (view === 'draw') return;
    const add = (one: LazyView): void => setLoaded((before) => ({ ...before, [view]: one }));
    LAZY[view]().then(add, () => add(NotLoaded));
  }, [view]);
  return loaded[view];
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
  const View = useView(view);
  return (
    <>
      <header class="top">
        <a class="brand" href="#draw">
          <span aria-hidden="true">∇</span> nabla <small>playground</small>
        </a>
        <nav aria-label="Views">
          {VIEWS.map(([name, title]) => (
            <a key={name} href={`#${name}`} aria-current={view === name ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <a class="source" href={REPOSITORY}>
          Source
        </a>
      </header>
      <main>{View !== undefined && <View />}</main>
      {/* A footer that moves away when the view arrives would distract. */}
      {View !== undefined && (
        <footer>
          Everything is computed in this page. Nothing that you draw, write or drop here leaves your device.
        </footer>
      )}
    </>
  );
}
