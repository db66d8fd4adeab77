import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"IgnoredColumn","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/IgnoredColumn.md","filePath":"docs/api/datasets/interfaces/IgnoredColumn.md"}');
const _sfc_main = { name: "api/datasets/interfaces/IgnoredColumn.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="ignoredcolumn" tabindex="-1">IgnoredColumn <a class="header-anchor" href="#ignoredcolumn" aria-label="Permalink to &quot;IgnoredColumn&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/learn-form.ts#L22" target="_blank" rel="noreferrer">packages/datasets/src/table/learn-form.ts:22</a></p><p>A column that is not used, and why.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-reason"></a> <code>reason</code></td><td><code>string</code></td><td>Continues a sentence: <code>it has no values</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/IgnoredColumn.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const IgnoredColumn = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  IgnoredColumn as default
};
