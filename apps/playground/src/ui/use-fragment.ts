import { useLayoutEffect, useState } from 'preact/hooks';

/** The fragment of the page's address, now and whenever it changes. */
export function useFragment(): string {
  const [fragment, setFragment] = useState(location.hash);
  // After the paint would be too late for a link opened at once.
  useLayoutEffect(() => {
    const read = (): void => setFragment(location.hash);
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return fragment;
}
