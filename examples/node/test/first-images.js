/** @import { LabelledImages, loadMnistFiles } from '@nablajs/datasets' */

/** @type {ReturnType<typeof loadMnistFiles> | undefined} */
let loaded;

/**
 * Returns MNIST with no more images than that. It is read once.
 *
 * @param {number} most
 * @param {typeof loadMnistFiles} load
 */
export const firstImages = (most, load) => async (/** @type {string} */ folder) => {
  loaded ??= load(folder);
  const { train, test } = await loaded;
  return { train: firstOf(train, most), test: firstOf(test, most) };
};

/** @param {LabelledImages} data @param {number} most @returns {LabelledImages} */
function firstOf(data, most) {
  const count = Math.min(data.count, most);
  const images = data.images.subarray(0, count * data.height * data.width);
  return { ...data, count, images, labels: data.labels.subarray(0, count) };
}
