import { useEffect, useRef, useState } from 'preact/hooks';
import type { FilterMaps } from '../../lab/reading/look-through.js';
import { Pixels } from '../parts/pixels.js';

/** Shown before the first drawing: empty pictures, as many as the network of the page has filters. */
const NONE = [
  { convolution: 1, height: 28, width: 28, maps: Array.from({ length: 8 }, () => undefined) },
  { convolution: 2, height: 14, width: 14, maps: Array.from({ length: 24 }, () => undefined) },
];

interface FiltersProps {
  /** The network's input; undefined without a drawing. */
  readonly input: Uint8Array | undefined;
  readonly filters: readonly FilterMaps[];
}

/** The network's input, and what each filter of each convolution sees of it. */
export function Filters({ input, filters }: FiltersProps) {
  const card = useRef<HTMLElement>(null);
  const isSeen = useSeen(card);
  return (
    <section class="card filters" aria-labelledby="filters-title" ref={card}>
      <h2 id="filters-title">What each filter sees</h2>
      <p class="faint">
        Your drawing is cut out, scaled to 28 × 28 pixels and centred. Each filter lights up where it finds its pattern;
        the second layer looks at the pictures of the first.
      </p>
      <div class="layers">
        <figure>
          <div class="maps one">
            {input === undefined || !isSeen ? (
              <span class="pixels" />
            ) : (
              <Pixels bytes={input} width={28} height={28} label="The drawing as the network gets it" />
            )}
          </div>
          <figcaption>Input, 28 × 28</figcaption>
        </figure>
        {(filters.length === 0 || !isSeen ? NONE : filters).map(({ convolution, height, width, maps }) => (
          <figure key={convolution}>
            <div class="maps">
              {maps.map((bytes, filter) =>
                bytes === undefined ? (
                  <span key={filter} class="pixels" />
                ) : (
                  <Pixels key={filter} bytes={bytes} width={width} height={height} />
                ),
              )}
            </div>
            <figcaption>
              Layer {convolution}: {maps.length} filters, {height} × {width}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}

/** Whether an element has been in the window. */
function useSeen(element: { readonly current: HTMLElement | null }): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setSeen(true);
    });
    if (element.current !== null) observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isSeen;
}
