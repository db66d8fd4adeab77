import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Pass","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Pass.md","filePath":"docs/api/core/interfaces/Pass.md"}');
const _sfc_main = { name: "api/core/interfaces/Pass.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="pass" tabindex="-1">Pass <a class="header-anchor" href="#pass" aria-label="Permalink to &quot;Pass&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/networks/network.ts#L96" target="_blank" rel="noreferrer">packages/core/src/networks/network.ts:96</a></p><p>The result of one forward and backward pass. The caller (or the enclosing scope) owns the tensors.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-loss"></a> <code>loss</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>[] The mean loss, including the penalty.</td></tr><tr><td><a id="property-weight"></a> <code>weight</code></td><td><code>number</code> | <a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>What the mean was divided by: see <code>LossSum</code>.</td></tr><tr><td><a id="property-gradients"></a> <code>gradients</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/classes/Tensor.html"><code>Tensor</code></a>&gt;</td><td>dLoss/dParameter for every trainable parameter, by name.</td></tr><tr><td><a id="property-inputgradients"></a> <code>inputGradients</code></td><td>readonly <a href="/api/core/classes/Tensor.html"><code>Tensor</code></a>[]</td><td>dLoss/dInput for each input, if requested; else empty.</td></tr><tr><td><a id="property-updates"></a> <code>updates</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <a href="/api/core/classes/Tensor.html"><code>Tensor</code></a>&gt;</td><td>New values of parameters that are not trainable, by name: <code>Tensor.adopt</code> puts them in place.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Pass.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Pass = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Pass as default
};
