import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Column","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/Column.md","filePath":"docs/api/charts/interfaces/Column.md"}');
const _sfc_main = { name: "api/charts/interfaces/Column.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="column" tabindex="-1">Column <a class="header-anchor" href="#column" aria-label="Permalink to &quot;Column&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/data-table.ts#L6" target="_blank" rel="noreferrer">packages/charts/src/data-table.ts:6</a></p><p>A column of a table.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-title"></a> <code>title</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-kind"></a> <code>kind</code></td><td><code>&quot;number&quot;</code> | <code>&quot;text&quot;</code> | <code>&quot;word&quot;</code></td><td><code>number</code> is right-aligned, <code>text</code> is wrapped, and <code>word</code> is neither.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/Column.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Column = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Column as default
};
