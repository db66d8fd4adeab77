import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"GradcheckReport","description":"","frontmatter":{},"headers":[],"relativePath":"api/gradcheck/interfaces/GradcheckReport.md","filePath":"docs/api/gradcheck/interfaces/GradcheckReport.md"}');
const _sfc_main = { name: "api/gradcheck/interfaces/GradcheckReport.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="gradcheckreport" tabindex="-1">GradcheckReport <a class="header-anchor" href="#gradcheckreport" aria-label="Permalink to &quot;GradcheckReport&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/gradcheck/src/report.ts#L38" target="_blank" rel="noreferrer">packages/gradcheck/src/report.ts:38</a></p><p>The report of <code>gradcheck</code>. <code>formatReport</code> formats it as a table.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-ok"></a> <code>ok</code></td><td><code>boolean</code></td><td>-</td></tr><tr><td><a id="property-dtype"></a> <code>dtype</code></td><td><a href="/api/core/type-aliases/FloatDType.html"><code>FloatDType</code></a></td><td>The dtype of the analytic gradients.</td></tr><tr><td><a id="property-against"></a> <code>against</code></td><td><code>string</code></td><td>What the gradients were compared with: <code>central differences (ts, float64)</code>.</td></tr><tr><td><a id="property-worstrelativeerror"></a> <code>worstRelativeError</code></td><td><code>number</code></td><td>The largest one of all tensors.</td></tr><tr><td><a id="property-checked"></a> <code>checked</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-moved"></a> <code>moved</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-tensors"></a> <code>tensors</code></td><td>readonly <a href="/api/gradcheck/interfaces/TensorReport.html"><code>TensorReport</code></a>[]</td><td>-</td></tr><tr><td><a id="property-problems"></a> <code>problems</code></td><td>readonly <code>string</code>[]</td><td>What is wrong, one sentence each; empty if ok.</td></tr><tr><td><a id="property-warnings"></a> <code>warnings</code></td><td>readonly <code>string</code>[]</td><td>Notes on the check: that it ran in float32, that elements were shifted, or the notice of the reference.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/gradcheck/interfaces/GradcheckReport.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GradcheckReport = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GradcheckReport as default
};
