import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LossAndGradient","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/LossAndGradient.md","filePath":"docs/api/core/interfaces/LossAndGradient.md"}');
const _sfc_main = { name: "api/core/interfaces/LossAndGradient.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="lossandgradient" tabindex="-1">LossAndGradient <a class="header-anchor" href="#lossandgradient" aria-label="Permalink to &quot;LossAndGradient&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/fused/cross-entropy.ts#L13" target="_blank" rel="noreferrer">packages/core/src/ops/fused/cross-entropy.ts:13</a></p><p>A loss and its gradient. The caller owns both tensors.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-loss"></a> <code>loss</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>[] The loss.</td></tr><tr><td><a id="property-gradient"></a> <code>gradient</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>dLoss/dOutputs, of the outputs&#39; shape.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/LossAndGradient.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LossAndGradient = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LossAndGradient as default
};
