import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ConcatOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ConcatOptions.md","filePath":"docs/api/core/interfaces/ConcatOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/ConcatOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="concatoptions" tabindex="-1">ConcatOptions <a class="header-anchor" href="#concatoptions" aria-label="Permalink to &quot;ConcatOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/movement.ts#L107" target="_blank" rel="noreferrer">packages/core/src/ops/movement.ts:107</a></p><p>Options of <code>concat</code>, <code>stack</code> and <code>split</code>.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/CumsumOptions.html"><code>CumsumOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-axis"></a> <code>axis?</code></td><td><code>number</code></td><td>The axis to join along; a negative one counts from the end. Default: 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ConcatOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ConcatOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ConcatOptions as default
};
