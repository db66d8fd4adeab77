import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SoftmaxCrossEntropyOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/SoftmaxCrossEntropyOptions.md","filePath":"docs/api/core/interfaces/SoftmaxCrossEntropyOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/SoftmaxCrossEntropyOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="softmaxcrossentropyoptions" tabindex="-1">SoftmaxCrossEntropyOptions <a class="header-anchor" href="#softmaxcrossentropyoptions" aria-label="Permalink to &quot;SoftmaxCrossEntropyOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/losses/softmax-cross-entropy.ts#L18" target="_blank" rel="noreferrer">packages/core/src/losses/softmax-cross-entropy.ts:18</a></p><p>Options of <code>SoftmaxCrossEntropy</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-labelsmoothing"></a> <code>labelSmoothing?</code></td><td><code>number</code></td><td>Mixes the target with the uniform distribution (Szegedy et al. 2016), in [0, 1). Default: 0.</td></tr><tr><td><a id="property-ignoreindex"></a> <code>ignoreIndex?</code></td><td><code>number</code></td><td>A label that counts for nothing, such as that of padding: PyTorch&#39;s <code>ignore_index</code>. Default: none.</td></tr><tr><td><a id="property-classweights"></a> <code>classWeights?</code></td><td>readonly <code>number</code>[]</td><td>A weight &gt;= 0 for each class: PyTorch&#39;s <code>weight</code>. Default: 1 each.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/SoftmaxCrossEntropyOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SoftmaxCrossEntropyOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SoftmaxCrossEntropyOptions as default
};
