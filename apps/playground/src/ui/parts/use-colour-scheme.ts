import { useEffect, useState } from 'preact/hooks';

/** Canvases must be drawn again when it changes. */
export function useColourScheme(): 'light' | 'dark' {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const [isDark, setDark] = useState(query.matches);
  useEffect(() => {
    const read = (): void => setDark(query.matches);
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }, [query]);
  return isDark ? 'dark' : 'light';
}
