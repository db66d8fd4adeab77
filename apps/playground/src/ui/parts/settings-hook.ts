import { useCallback, useLayoutEffect, useState } from 'preact/hooks';
import { readFragment, type View } from '../../settings/link.js';

/** Settings from a link, and a sentence for each part that was not understood. */
interface ReadLink<S> {
  readonly settings: S;
  readonly problems: readonly string[];
}

/**
 * Makes the hook of a view that returns its settings, as in the address, a function that changes them, and what was
 * wrong in the link.
 */
export function settingsHook<S>(
  view: View,
  defaults: S,
  { read, write }: { readonly read: (text: string) => ReadLink<S>; readonly write: (settings: S) => string },
): () => ReadLink<S> & { readonly change: (next: S) => void } {
  /** What was set before the reader went to another view. */
  let kept = defaults;
  /** Reads the settings of a link. If it has none, they are `fallback`. */
  const linkOf = (fragment: string, fallback: S): ReadLink<S> =>
    fragment.includes('?') ? read(readFragment(fragment).settings) : { settings: fallback, problems: [] };
  return () => {
    const [link, setLink] = useState(() => linkOf(location.hash, kept));
    useLayoutEffect(() => {
      // A link was opened in this tab: another one, the same one again, or one without settings.
      const follow = (): void => {
        if (readFragment(location.hash).view === view) setLink(({ settings }) => linkOf(location.hash, settings));
      };
      addEventListener('hashchange', follow);
      return () => removeEventListener('hashchange', follow);
    }, []);
    useLayoutEffect(() => {
      kept = link.settings;
      history.replaceState(undefined, '', `#${view}?${write(link.settings)}`);
    }, [link]);
    const change = useCallback((next: S) => setLink({ settings: next, problems: [] }), []);
    return { ...link, change };
  };
}
