import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"PredictOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/PredictOptions.md","filePath":"docs/api/core/interfaces/PredictOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/PredictOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="predictoptions" tabindex="-1">PredictOptions <a class="header-anchor" href="#predictoptions" aria-label="Permalink to &quot;PredictOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/evaluation/predictor.ts#L25" target="_blank" rel="noreferrer">packages/core/src/evaluation/predictor.ts:25</a></p><p>Options of <code>predict</code> and <code>Predictor</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-activation"></a> <code>activation?</code></td><td>| <a href="/api/core/type-aliases/Probabilities.html"><code>Probabilities</code></a> | readonly Probabilities | undefined[]</td><td>Turns the outputs into probabilities, on the backend. For several outputs, pass an array; <code>undefined</code> leaves an output as it is. Default: all outputs as they are.</td></tr><tr><td><a id="property-layout"></a> <code>layout?</code></td><td><code>&quot;csr&quot;</code></td><td><code>csr</code> uploads dense inputs [n, width] as compressed sparse rows. It is faster if most elements are 0, as in images of digits, and needs a backend and a first layer that take them. Default: the layout of the inputs.</td></tr><tr><td><a id="property-batchsize"></a> <code>batchSize?</code></td><td><code>number</code></td><td>How many rows to process at once. Does not change the result. Default: 2,048, or fewer if a layer&#39;s output would have more than a million elements.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/PredictOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const PredictOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  PredictOptions as default
};
