import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"NormOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/NormOptions.md","filePath":"docs/api/core/interfaces/NormOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/NormOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="normoptions" tabindex="-1">NormOptions <a class="header-anchor" href="#normoptions" aria-label="Permalink to &quot;NormOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/norm.ts#L9" target="_blank" rel="noreferrer">packages/core/src/layers/norm.ts:9</a></p><p>Options of <code>GroupNorm</code>.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/BatchNormOptions.html"><code>BatchNormOptions</code></a></li><li><a href="/api/core/interfaces/LayerNormOptions.html"><code>LayerNormOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-epsilon"></a> <code>epsilon?</code></td><td><code>number</code></td><td>Added to the variance before the square root: a number &gt; 0. Default: 1e-5, for <code>RMSNorm</code> 1e-6.</td></tr><tr><td><a id="property-affine"></a> <code>affine?</code></td><td><code>boolean</code></td><td>Whether to multiply by <code>scale</code> and to add <code>offset</code>, which are trained. <code>RMSNorm</code> has no offset. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/NormOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const NormOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  NormOptions as default
};
