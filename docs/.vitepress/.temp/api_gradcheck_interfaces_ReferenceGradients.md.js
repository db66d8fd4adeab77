import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ReferenceGradients","description":"","frontmatter":{},"headers":[],"relativePath":"api/gradcheck/interfaces/ReferenceGradients.md","filePath":"docs/api/gradcheck/interfaces/ReferenceGradients.md"}');
const _sfc_main = { name: "api/gradcheck/interfaces/ReferenceGradients.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="referencegradients" tabindex="-1">ReferenceGradients <a class="header-anchor" href="#referencegradients" aria-label="Permalink to &quot;ReferenceGradients&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/gradcheck/src/comparison/reference.ts#L55" target="_blank" rel="noreferrer">packages/gradcheck/src/comparison/reference.ts:55</a></p><p>The result of a reference, in float32 or float64.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-loss"></a> <code>loss</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-gradients"></a> <code>gradients</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>&gt;</td><td>The gradient of every parameter, by name.</td></tr><tr><td><a id="property-inputgradient"></a> <code>inputGradient</code></td><td><a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a> | <code>undefined</code></td><td>The gradient of x; undefined if the reference has none.</td></tr><tr><td><a id="property-inputgradients"></a> <code>inputGradients?</code></td><td>readonly <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>[]</td><td>The gradients of all inputs, if there are several.</td></tr><tr><td><a id="property-notice"></a> <code>notice?</code></td><td><code>string</code></td><td>A note on how they were computed. The report shows it as a warning.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/gradcheck/interfaces/ReferenceGradients.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReferenceGradients = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReferenceGradients as default
};
