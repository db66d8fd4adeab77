import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TensorReport","description":"","frontmatter":{},"headers":[],"relativePath":"api/gradcheck/interfaces/TensorReport.md","filePath":"docs/api/gradcheck/interfaces/TensorReport.md"}');
const _sfc_main = { name: "api/gradcheck/interfaces/TensorReport.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="tensorreport" tabindex="-1">TensorReport <a class="header-anchor" href="#tensorreport" aria-label="Permalink to &quot;TensorReport&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/gradcheck/src/report.ts#L5" target="_blank" rel="noreferrer">packages/gradcheck/src/report.ts:5</a></p><p>The result for one parameter or input.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td><code>0.weight</code>; <code>input</code>; <code>input 1</code>, the second of a function.</td></tr><tr><td><a id="property-shape"></a> <code>shape</code></td><td><a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a></td><td>-</td></tr><tr><td><a id="property-checked"></a> <code>checked</code></td><td><code>number</code></td><td>How many elements were compared: all, unless sampled.</td></tr><tr><td><a id="property-moved"></a> <code>moved</code></td><td><code>number</code></td><td>How many of these were shifted away from a kink.</td></tr><tr><td><a id="property-worstrelativeerror"></a> <code>worstRelativeError</code></td><td><code>number</code></td><td>max |analytic - expected| / max(max |analytic|, max |expected|); 0 if both are within the noise of the comparison.</td></tr><tr><td><a id="property-worst"></a> <code>worst</code></td><td><a href="/api/gradcheck/interfaces/ElementReport.html"><code>ElementReport</code></a> | <code>undefined</code></td><td>The element that exceeds its gate the most or, if none does, the one with the largest error. Undefined if there are no elements.</td></tr><tr><td><a id="property-ok"></a> <code>ok</code></td><td><code>boolean</code></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/gradcheck/interfaces/TensorReport.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TensorReport = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TensorReport as default
};
