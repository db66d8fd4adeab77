import { textOf } from '../lab-client.js';
import { ModelButtons } from '../parts/model-buttons.js';
import { saveAs } from '../parts/save-as.js';
import { teacher } from './teacher-client.js';

/** The name of the downloads. */
const NAME = 'nabla-photos';

/** Downloads the trained network. */
export function TakeHome({ fail }: { readonly fail: (message: string) => void }) {
  const onnx = async (): Promise<void> =>
    saveAs(`${NAME}.onnx`, [await teacher.exportOnnx()], 'application/octet-stream');
  return (
    <section class="card" aria-labelledby="home-title">
      <h2 id="home-title">Take it home</h2>
      <p class="faint small">
        The whole network, with the names of your classes. nabla opens the model; ONNX Runtime and other programs open
        the ONNX file, which takes the bytes of photos.
      </p>
      <div class="buttons">
        <ModelButtons name={NAME} disabled={false} save={() => teacher.save()} fail={fail} />
        <button type="button" class="quiet" onClick={() => onnx().catch((error: unknown) => fail(textOf(error)))}>
          Download as ONNX
        </button>
      </div>
    </section>
  );
}
