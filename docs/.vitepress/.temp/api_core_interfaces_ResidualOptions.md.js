import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ResidualOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ResidualOptions.md","filePath":"docs/api/core/interfaces/ResidualOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/ResidualOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="residualoptions" tabindex="-1">ResidualOptions <a class="header-anchor" href="#residualoptions" aria-label="Permalink to &quot;ResidualOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/layers/residual.ts#L13" target="_blank" rel="noreferrer">packages/core/src/layers/residual.ts:13</a></p><p>Options of <code>Residual</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-shortcut"></a> <code>shortcut?</code></td><td><a href="/api/core/interfaces/Module.html"><code>Module</code></a></td><td>A module whose output is added instead of the input, for a body that changes the shape. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ResidualOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ResidualOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ResidualOptions as default
};
