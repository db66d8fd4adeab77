import { useRef } from 'preact/hooks';

interface FileButtonProps {
  /** What the button says. */
  readonly children: string;
  /** What the files are, for screen readers. */
  readonly label: string;
  /** The kinds of files that the browser offers. Default: all. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Called with at least one file. The same file may come again. */
  readonly onFiles: (files: readonly [File, ...File[]]) => void;
}

/** A button with which the reader chooses files. */
export function FileButton({ children, label, accept, multiple = false, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="quiet" onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={input}
        class="hidden"
        type="file"
        multiple={multiple}
        accept={accept}
        tabIndex={-1}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const [first, ...others] = currentTarget.files ?? [];
          currentTarget.value = '';
          if (first !== undefined) onFiles([first, ...others]);
        }}
      />
    </>
  );
}
