import { useCallback, useEffect } from 'preact/hooks';

/** Calls a function with each file that is dropped onto the page. */
export function useDrop(onFile: (file: File) => void): void {
  const take = useCallback(
    (event: DragEvent): void => {
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined) onFile(file);
    },
    [onFile],
  );
  useEffect(() => {
    addEventListener('drop', take);
    return () => removeEventListener('drop', take);
  }, [take]);
}
