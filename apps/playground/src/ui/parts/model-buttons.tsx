import type { EncodedModelFiles, ModelFiles } from '@nablajs/checkpoint/portable';
import { textOf } from '../lab-client.js';
import { FileButton } from './file-button.js';
import { saveAs } from './save-as.js';

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
  const download = async (): Promise<void> => {
    const { packModel } = await saveFiles();
    saveAs(`${name}.zip`, [packModel(await save())], 'application/zip');
  };
  const open = async (files: readonly File[]): Promise<void> => {
    const { unpackModel } = await saveFiles();
    await load?.(await unpackModel(files));
  };
  return (
    <p class="buttons">
      <button type="button" class="quiet" disabled={disabled} onClick={() => download().catch((e) => fail(textOf(e)))}>
        Download the model
      </button>
      {load !== undefined && (
        <FileButton
          label="Model files"
          accept=".zip,.json,.safetensors"
          multiple
          onFiles={(files) => open(files).catch((error: unknown) => fail(textOf(error)))}
        >
          Load a model
        </FileButton>
      )}
    </p>
  );
}
