/** Files that are dropped onto a part of the page, or pasted into it. */
import { useEffect, useRef } from 'preact/hooks';

/** The part of the page is the nearest element with `data-target`; undefined outside of all. */
type OnFiles = (target: string | undefined, files: readonly File[]) => void;

const partAround = (element: EventTarget | null): HTMLElement | null =>
  element instanceof Element ? element.closest<HTMLElement>('[data-target]') : null;

/** Marks the part of the page that files are dragged over. */
const OVER = 'over';

/** Calls a function with all files that are dropped or pasted, and the part of the page. */
export function useTargets(onFiles: OnFiles): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    let marked: HTMLElement | null = null;
    const mark = (element: HTMLElement | null): void => {
      marked?.classList.remove(OVER);
      marked = element;
      marked?.classList.add(OVER);
    };
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) mark(partAround(event.target));
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) mark(null);
    };
    const take = (element: EventTarget | null, data: DataTransfer | null): void => {
      mark(null);
      const files = [...(data?.files ?? [])];
      if (files.length > 0) latest.current(partAround(element)?.dataset['target'], files);
    };
    const drop = ({ target, dataTransfer }: DragEvent): void => take(target, dataTransfer);
    // Where there is no caret, browsers disagree about the target of a paste.
    const paste = ({ clipboardData }: ClipboardEvent): void => take(document.activeElement, clipboardData);
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, []);
}
