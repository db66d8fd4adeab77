import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ReferenceGradients","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-tfjs-node/interfaces/ReferenceGradients.md","filePath":"docs/api/backend-tfjs-node/interfaces/ReferenceGradients.md"}');
const _sfc_main = { name: "api/backend-tfjs-node/interfaces/ReferenceGradients.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="referencegradients" tabindex="-1">ReferenceGradients <a class="header-anchor" href="#referencegradients" aria-label="Permalink to &quot;ReferenceGradients&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-tfjs-node/src/gradients/gradient-reference.ts#L10" target="_blank" rel="noreferrer">packages/backend-tfjs-node/src/gradients/gradient-reference.ts:10</a></p><p>Gradients as float32 arrays, which belong to the caller.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-loss"></a> <code>loss</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-gradients"></a> <code>gradients</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a>&gt;</td><td>dLoss/dParameter of every trainable parameter by name, in the parameter&#39;s shape.</td></tr><tr><td><a id="property-inputgradient"></a> <code>inputGradient</code></td><td><a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a></td><td>dLoss/dX, in the shape of x.</td></tr><tr><td><a id="property-notice"></a> <code>notice?</code></td><td><code>string</code></td><td>Says which engine computed instead of the reference&#39;s own, and why.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-tfjs-node/interfaces/ReferenceGradients.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReferenceGradients = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReferenceGradients as default
};
