import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"WeightPenaltyOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/WeightPenaltyOptions.md","filePath":"docs/api/core/interfaces/WeightPenaltyOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/WeightPenaltyOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="weightpenaltyoptions" tabindex="-1">WeightPenaltyOptions <a class="header-anchor" href="#weightpenaltyoptions" aria-label="Permalink to &quot;WeightPenaltyOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/losses/penalty.ts#L19" target="_blank" rel="noreferrer">packages/core/src/losses/penalty.ts:19</a></p><p>Options of <code>WeightPenalty</code>: <code>l1</code>, <code>l2</code> or both.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-l1"></a> <code>l1?</code></td><td><code>number</code></td><td>Factor of the sum of |w|, &gt;= 0. Default: 0.</td></tr><tr><td><a id="property-l2"></a> <code>l2?</code></td><td><code>number</code></td><td>Factor of the sum of w^2, &gt;= 0. Default: 0.</td></tr><tr><td><a id="property-names"></a> <code>names?</code></td><td>readonly <code>string</code>[]</td><td>Names of parameters (<code>0.weight</code>) or patterns in which <code>*</code> stands for any characters; <code>[&#39;*.weight&#39;]</code> leaves out biases. Default: all parameters.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/WeightPenaltyOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WeightPenaltyOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WeightPenaltyOptions as default
};
