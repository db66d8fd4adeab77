import { useCallback, useEffect, useState } from 'preact/hooks';
import { readFragment, writeFragment } from '../../settings/link.js';
import { DEFAULTS, type Settings } from '../../settings/settings.js';

/** The settings, which the address always holds; a function that changes them; and what was wrong in the link. */
export function useSettings(fragment: string) {
  const [{ settings, problems }, setLink] = useState(() => read(fragment));
  // Another link was opened in this tab.
  useEffect(() => {
    if (fragment.includes('?')) setLink(read(fragment));
  }, [fragment]);
  useEffect(() => {
    history.replaceState(undefined, '', writeFragment('train', settings));
  }, [settings]);
  const change = useCallback((next: Settings) => setLink({ settings: next, problems: [] }), []);
  return { settings, problems, change };
}

function read(fragment: string): Pick<ReturnType<typeof readFragment>, 'settings' | 'problems'> {
  return fragment.includes('?') ? readFragment(fragment) : { settings: DEFAULTS.spirals, problems: [] };
}
