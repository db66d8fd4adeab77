import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CosineDecayOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/schedules/interfaces/CosineDecayOptions.md","filePath":"docs/api/core/schedules/interfaces/CosineDecayOptions.md"}');
const _sfc_main = { name: "api/core/schedules/interfaces/CosineDecayOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="cosinedecayoptions" tabindex="-1">CosineDecayOptions <a class="header-anchor" href="#cosinedecayoptions" aria-label="Permalink to &quot;CosineDecayOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/schedules/decays.ts#L141" target="_blank" rel="noreferrer">packages/core/src/schedules/decays.ts:141</a></p><p>Options of <code>CosineDecay</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-minimum"></a> <code>minimum?</code></td><td><code>number</code></td><td>The learning rate after the last step, &gt;= 0. Default: 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/schedules/interfaces/CosineDecayOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CosineDecayOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CosineDecayOptions as default
};
