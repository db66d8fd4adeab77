import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CumsumOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/CumsumOptions.md","filePath":"docs/api/core/interfaces/CumsumOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/CumsumOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="cumsumoptions" tabindex="-1">CumsumOptions <a class="header-anchor" href="#cumsumoptions" aria-label="Permalink to &quot;CumsumOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/along-axis.ts#L18" target="_blank" rel="noreferrer">packages/core/src/ops/along-axis.ts:18</a></p><p>Options of <code>cumsum</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/ConcatOptions.html"><code>ConcatOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-exclusive"></a> <code>exclusive?</code></td><td><code>boolean</code></td><td>Whether each sum leaves out its own element and starts with 0. Default: false.</td></tr><tr><td><a id="property-reverse"></a> <code>reverse?</code></td><td><code>boolean</code></td><td>Whether to sum from the end to the start. Default: false.</td></tr><tr><td><a id="property-axis"></a> <code>axis?</code></td><td><code>number</code></td><td>The axis to join along; a negative one counts from the end. Default: 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/CumsumOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CumsumOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CumsumOptions as default
};
