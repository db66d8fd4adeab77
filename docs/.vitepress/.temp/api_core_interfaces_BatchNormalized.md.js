import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BatchNormalized","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/BatchNormalized.md","filePath":"docs/api/core/interfaces/BatchNormalized.md"}');
const _sfc_main = { name: "api/core/interfaces/BatchNormalized.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="batchnormalized" tabindex="-1">BatchNormalized <a class="header-anchor" href="#batchnormalized" aria-label="Permalink to &quot;BatchNormalized&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/fused/normalization.ts#L16" target="_blank" rel="noreferrer">packages/core/src/ops/fused/normalization.ts:16</a></p><p>What <code>batchNorm</code> returns.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-y"></a> <code>y</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>[n, channels] The normalised values.</td></tr><tr><td><a id="property-mean"></a> <code>mean</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>[channels] The mean of each column. It has no gradient.</td></tr><tr><td><a id="property-variance"></a> <code>variance</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>[channels] The variance of each column: the mean of the squared deviations. It has no gradient.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/BatchNormalized.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BatchNormalized = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BatchNormalized as default
};
