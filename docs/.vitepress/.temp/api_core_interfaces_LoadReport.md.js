import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LoadReport","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/LoadReport.md","filePath":"docs/api/core/interfaces/LoadReport.md"}');
const _sfc_main = { name: "api/core/interfaces/LoadReport.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="loadreport" tabindex="-1">LoadReport <a class="header-anchor" href="#loadreport" aria-label="Permalink to &quot;LoadReport&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/networks/parameters.ts#L16" target="_blank" rel="noreferrer">packages/core/src/networks/parameters.ts:16</a></p><p>What <code>Parameters.load</code> did not load.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-missing"></a> <code>missing</code></td><td>readonly <code>string</code>[]</td><td>Parameters without a value: they keep theirs.</td></tr><tr><td><a id="property-unexpected"></a> <code>unexpected</code></td><td>readonly <code>string</code>[]</td><td>Values without a parameter.</td></tr><tr><td><a id="property-misshapen"></a> <code>misshapen</code></td><td>readonly <code>string</code>[]</td><td>Values of another shape than their parameter.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/LoadReport.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LoadReport = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LoadReport as default
};
