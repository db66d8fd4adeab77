import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"GradientCase","description":"","frontmatter":{},"headers":[],"relativePath":"api/gradcheck/interfaces/GradientCase.md","filePath":"docs/api/gradcheck/interfaces/GradientCase.md"}');
const _sfc_main = { name: "api/gradcheck/interfaces/GradientCase.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="gradientcase" tabindex="-1">GradientCase <a class="header-anchor" href="#gradientcase" aria-label="Permalink to &quot;GradientCase&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/gradcheck/src/cases.ts#L42" target="_blank" rel="noreferrer">packages/gradcheck/src/cases.ts:42</a></p><p>A small network with its loss, at a fixed point.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td><code>Dense, ReLU, SoftmaxCrossEntropy (labels)</code></td></tr><tr><td><a id="property-layer"></a> <code>layer</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-activation"></a> <code>activation</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-loss"></a> <code>loss</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-layers"></a> <code>layers</code></td><td>readonly <a href="/api/core/interfaces/Module.html"><code>Module</code></a>[]</td><td>-</td></tr><tr><td><a id="property-lossfunction"></a> <code>lossFunction</code></td><td><a href="/api/core/interfaces/Loss.html"><code>Loss</code></a></td><td>-</td></tr><tr><td><a id="property-x"></a> <code>x</code></td><td><a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a></td><td>float64 [n, ...inputShape]</td></tr><tr><td><a id="property-targets"></a> <code>targets</code></td><td><a href="/api/core/interfaces/DenseArray.html"><code>DenseArray</code></a></td><td>-</td></tr><tr><td><a id="property-weights"></a> <code>weights?</code></td><td>readonly <code>number</code>[]</td><td>Weights of the examples. Default: 1 each.</td></tr><tr><td><a id="property-penalty"></a> <code>penalty?</code></td><td><a href="/api/core/interfaces/Penalty.html"><code>Penalty</code></a></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/gradcheck/interfaces/GradientCase.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GradientCase = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GradientCase as default
};
