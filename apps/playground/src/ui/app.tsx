import { readFragment } from '../settings/link.js';
import { DrawView } from './draw/draw-view.js';
import { TrainView } from './train/train-view.js';
import { useFragment } from './use-fragment.js';

const REPOSITORY = 'https://github.com/nablajs/nabla';

/** The whole page: its header and one of its views. */
export function App() {
  const fragment = useFragment();
  const { view } = readFragment(fragment);
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
      <main>{view === 'draw' ? <DrawView /> : <TrainView fragment={fragment} />}</main>
      <footer>Everything is computed in this page. Nothing that you draw or drop here leaves your device.</footer>
    </>
  );
}
