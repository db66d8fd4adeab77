import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BatchNormOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/BatchNormOptions.md","filePath":"docs/api/core/interfaces/BatchNormOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/BatchNormOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="batchnormoptions" tabindex="-1">BatchNormOptions <a class="header-anchor" href="#batchnormoptions" aria-label="Permalink to &quot;BatchNormOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/batch-norm.ts#L14" target="_blank" rel="noreferrer">packages/core/src/layers/batch-norm.ts:14</a></p><p>Options of <code>BatchNorm</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/NormOptions.html"><code>NormOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-momentum"></a> <code>momentum?</code></td><td><code>number</code></td><td>The weight of the newest batch in the running statistics, in [0, 1]. Keras&#39; momentum is 1 minus this. Default: 0.1.</td></tr><tr><td><a id="property-epsilon"></a> <code>epsilon?</code></td><td><code>number</code></td><td>Added to the variance before the square root: a number &gt; 0. Default: 1e-5, for <code>RMSNorm</code> 1e-6.</td></tr><tr><td><a id="property-affine"></a> <code>affine?</code></td><td><code>boolean</code></td><td>Whether to multiply by <code>scale</code> and to add <code>offset</code>, which are trained. <code>RMSNorm</code> has no offset. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/BatchNormOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BatchNormOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BatchNormOptions as default
};
