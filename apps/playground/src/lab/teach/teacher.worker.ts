/** The worker of the Teach view: a `Teacher` with the page's files. */
import { expose } from 'comlink';
import { fetchFile } from '../../fetch-file.js';
import { decodeInBrowser } from './decode-in-browser.js';
import { Teacher } from './teacher.js';

const MODEL = new URL('../../../features/model.json', import.meta.url);
const WEIGHTS = new URL('../../../features/weights.safetensors', import.meta.url);

expose(
  new Teacher({
    base: async () => {
      const [model, weights] = await Promise.all([fetchFile(MODEL), fetchFile(WEIGHTS)]);
      return { model, weights };
    },
    decode: decodeInBrowser,
  }),
);
