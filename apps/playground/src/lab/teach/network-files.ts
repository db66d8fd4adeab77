/** How the files of networks end. Weights of TensorFlow.js have no ending. */
const NETWORK_FILE = /\.(onnx|keras|h5|hdf5|json|bin|safetensors|zip)$|shard\d+of\d+$/i;

/** Whether a file may be of a network, by its name. */
export const isOfNetwork = ({ name }: { readonly name: string }): boolean => NETWORK_FILE.test(name);
