import type { EncodedModelFiles, ModelFiles } from '@nablajs/checkpoint/portable';
import { useRef } from 'preact/hooks';
import { textOf } from '../lab-client.js';

/** What packs and unpacks is loaded with the first click. */
const saveFiles = () => import('./save-files.js');

interface ModelButtonsProps {
  /** The name of the download, without its ending. */
  readonly name: string;
  readonly disabled: boolean;
  readonly save: () => Promise<EncodedModelFiles>;
  /** Without it, no model can be loaded. */
  readonly load?: (files: ModelFiles) => Promise<void>;
  /** Shows a message. */
  readonly fail: (message: string) => void;
}

/** One button downloads a model, another loads a model from files. */
export function ModelButtons({ name, disabled, save, load, fail }: ModelButtonsProps) {
  const input = useRef<HTMLInputElement>(null);
  const download = async (): Promise<void> => {
    const { packModel } = await saveFiles();
    const url = URL.createObjectURL(new Blob([packModel(await save())], { type: 'application/zip' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: `${name}.zip` });
    link.click();
    URL.revokeObjectURL(url);
  };
  const open = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    const { unpackModel } = await saveFiles();
    await load?.(await unpackModel(files));
  };
  return (
    <p class="buttons">
      <button type="button" class="quiet" disabled={disabled} onClick={() => download().catch((e) => fail(textOf(e)))}>
        Download the model
      </button>
      {load !== undefined && (
        <>
          <button type="button" class="quiet" onClick={() => input.current?.click()}>
            Load a model
          </button>
          <input
            ref={input}
            class="hidden"
            type="file"
            multiple
            accept=".zip,.json,.safetensors"
            tabIndex={-1}
            aria-label="Model files"
            onChange={({ currentTarget }) => {
              const files = [...(currentTarget.files ?? [])];
              currentTarget.value = '';
              open(files).catch((error: unknown) => fail(textOf(error)));
            }}
          />
        </>
      )}
    </p>
  );
}
