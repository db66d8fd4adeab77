import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Guides","description":"","frontmatter":{},"headers":[],"relativePath":"guides/index.md","filePath":"docs/guides/README.md"}');
const _sfc_main = { name: "guides/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="guides" tabindex="-1">Guides <a class="header-anchor" href="#guides" aria-label="Permalink to &quot;Guides&quot;">​</a></h1><p>Every guide leads with what you can do, and every block of code in them runs.</p><p><strong>Train</strong></p><ul><li><a href="/guides/your-own-csv.html">Train on your own CSV</a>: from a table to predictions, with the command or in code.</li><li><a href="/guides/your-own-images.html">Train on your own images</a>: a folder of PNGs or JPEGs, convolutional networks, data augmentation.</li><li><a href="/guides/convolutional-network.html">A convolutional network in code</a>: layers, shapes, training, and reading an image.</li><li><a href="/guides/branches.html">Networks that branch and join</a>: several inputs and outputs, shared layers.</li><li><a href="/guides/early-stopping-and-checkpoints.html">Early stopping and checkpoints</a>: callbacks, resuming after a crash.</li><li><a href="/guides/optimizers-and-schedules.html">Optimizers and schedules</a>: every formula, learning rates by step.</li><li><a href="/guides/weights-and-penalties.html">Class weights and regularization</a>: rare classes, sample weights, L1 and L2.</li><li><a href="/guides/train-in-a-worker.html">Train in a Worker</a>: in Node and in a page, which stays smooth.</li><li><a href="/guides/many-machines.html">Train on many machines</a>: with MPI, from a laptop to a cluster, with the same bits.</li><li><a href="/guides/choosing-a-backend.html">Choose a backend</a>: speed, float64, threads.</li></ul><p><strong>Use a model</strong></p><ul><li><a href="/guides/save-and-load.html">Save and load models</a>: in Node and in a browser.</li><li><a href="/guides/deploy.html">Deploy a model</a>: a Node server, a static page, a form for rows of a table, a Worker.</li></ul><p><strong>Write your own</strong></p><ul><li><a href="/guides/training-loop.html">A training loop by hand</a></li><li><a href="/guides/custom-layer.html">A custom layer</a>, <a href="/guides/custom-loss.html">a custom loss</a>, <a href="/guides/custom-op.html">a custom op</a></li><li><a href="/guides/custom-backend.html">A custom backend</a>: from an empty folder to a published package.</li></ul><p><strong>Coming from</strong> <a href="/guides/from-keras.html">Keras</a> or <a href="/guides/from-pytorch.html">PyTorch</a></p><p><strong>Measure</strong>: <a href="/guides/reading-benchmark-results.html">Read benchmark results</a></p><p>New here? Start with <a href="/getting-started.html">Getting started</a>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/guides/README.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const README = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  README as default
};
