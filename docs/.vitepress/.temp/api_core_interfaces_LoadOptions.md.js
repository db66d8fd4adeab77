import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LoadOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/LoadOptions.md","filePath":"docs/api/core/interfaces/LoadOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/LoadOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="loadoptions" tabindex="-1">LoadOptions <a class="header-anchor" href="#loadoptions" aria-label="Permalink to &quot;LoadOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/networks/parameters.ts#L26" target="_blank" rel="noreferrer">packages/core/src/networks/parameters.ts:26</a></p><p>Options of <code>Parameters.load</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-strict"></a> <code>strict?</code></td><td><code>boolean</code></td><td>Whether to throw, before anything changes, unless all parameters have values and all fit. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/LoadOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LoadOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LoadOptions as default
};
