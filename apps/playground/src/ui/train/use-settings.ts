import { useCallback, useLayoutEffect, useState } from 'preact/hooks';
import { readFragment, writeFragment } from '../../settings/link.js';
import { DEFAULTS, type Settings } from '../../settings/settings.js';

/** What was set before the reader went to the other view. */
let kept: Settings = DEFAULTS.spirals;

/** The settings, which the address always holds; a function that changes them; and what was wrong in the link. */
export function useSettings() {
  const [link, setLink] = useState(() => linkOf(location.hash, kept));
  useLayoutEffect(() => {
    // A link was opened in this tab: another one, the same one again, or one without settings.
    const follow = (): void => {
      if (readFragment(location.hash).view === 'train') setLink(({ settings }) => linkOf(location.hash, settings));
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useLayoutEffect(() => {
    kept = link.settings;
    history.replaceState(undefined, '', writeFragment('train', link.settings));
  }, [link]);
  const change = useCallback((next: Settings) => setLink({ settings: next, problems: [] }), []);
  return { ...link, change };
}

type Link = Pick<ReturnType<typeof readFragment>, 'settings' | 'problems'>;

/** Reads the settings of a link. If it has none, they are `fallback`. */
const linkOf = (fragment: string, fallback: Settings): Link =>
  fragment.includes('?') ? readFragment(fragment) : { settings: fallback, problems: [] };
