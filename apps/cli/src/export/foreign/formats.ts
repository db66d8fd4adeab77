/** The formats of other libraries, and what is written in them. */
import type { ArrayForm, ImageForm, TableForm, TextForm } from '@nablajs/datasets';
import type { TorchExport, ValueInfo } from '@nablajs/interchange';
import type { CommonSettings } from '../../settings/settings.js';

export type ForeignFormat = 'onnx' | 'safetensors' | 'keras' | 'tfjs' | 'npz' | 'npy' | 'peft';

export interface ForeignSettings extends CommonSettings {
  readonly to: ForeignFormat;
  /** Absolute path of a file or a folder. */
  readonly out: string;
  readonly overwrite: boolean;
  readonly verify: boolean;
  readonly external: boolean;
}

export type Form = TableForm | ImageForm | TextForm | ArrayForm;

export interface ForeignFiles {
  /** The main file first. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Says what the user of the files must know. */
  readonly warnings: readonly string[];
  /** What the main file takes, if it has names for it. */
  readonly inputs: readonly ValueInfo[];
  /** Which inputs and outputs have their channels in front there. Default: none. */
  readonly channelsFirst?: TorchExport['channelsFirst'];
}
