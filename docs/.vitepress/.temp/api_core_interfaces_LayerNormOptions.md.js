import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LayerNormOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/LayerNormOptions.md","filePath":"docs/api/core/interfaces/LayerNormOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/LayerNormOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="layernormoptions" tabindex="-1">LayerNormOptions <a class="header-anchor" href="#layernormoptions" aria-label="Permalink to &quot;LayerNormOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/norm.ts#L17" target="_blank" rel="noreferrer">packages/core/src/layers/norm.ts:17</a></p><p>Options of <code>LayerNorm</code> and <code>RMSNorm</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/NormOptions.html"><code>NormOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-epsilon"></a> <code>epsilon?</code></td><td><code>number</code></td><td>Added to the variance before the square root: a number &gt; 0. Default: 1e-5, for <code>RMSNorm</code> 1e-6.</td></tr><tr><td><a id="property-affine"></a> <code>affine?</code></td><td><code>boolean</code></td><td>Whether to multiply by <code>scale</code> and to add <code>offset</code>, which are trained. <code>RMSNorm</code> has no offset. Default: true.</td></tr><tr><td><a id="property-axes"></a> <code>axes?</code></td><td><code>number</code></td><td>Over how many axes to normalise, the last ones: 2 is over [positions, channels]. Default: 1, the channels.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/LayerNormOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LayerNormOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LayerNormOptions as default
};
