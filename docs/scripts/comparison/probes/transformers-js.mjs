import * as transformers from '@huggingface/transformers';

const exported = Object.keys(transformers);
const about = exported.filter((name) => /optimizer|trainer$|training|backward|gradient|exportonnx/i.test(name));
if (about.length > 0) throw new Error(`it exports ${about}`);
const without = `none of its ${exported.length} exports trains or writes models`;

console.log(
  JSON.stringify({
    trains: ['No', without],
    gradients: ['No', without],
    onnxOut: ['No', without],
  }),
);
process.exit();
