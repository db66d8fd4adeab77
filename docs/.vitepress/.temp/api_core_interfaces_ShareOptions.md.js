import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ShareOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ShareOptions.md","filePath":"docs/api/core/interfaces/ShareOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/ShareOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="shareoptions" tabindex="-1">ShareOptions <a class="header-anchor" href="#shareoptions" aria-label="Permalink to &quot;ShareOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/networks/parameters.ts#L32" target="_blank" rel="noreferrer">packages/core/src/networks/parameters.ts:32</a></p><p>Options of <code>Parameters.share</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-from"></a> <code>from?</code></td><td><code>string</code></td><td>The path of a module in the other parameters, or a whole name. Default: everything.</td></tr><tr><td><a id="property-to"></a> <code>to?</code></td><td><code>string</code></td><td>The path that replaces it here. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ShareOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ShareOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ShareOptions as default
};
