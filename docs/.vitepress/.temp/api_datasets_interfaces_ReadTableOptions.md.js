import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ReadTableOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/ReadTableOptions.md","filePath":"docs/api/datasets/interfaces/ReadTableOptions.md"}');
const _sfc_main = { name: "api/datasets/interfaces/ReadTableOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="readtableoptions" tabindex="-1">ReadTableOptions <a class="header-anchor" href="#readtableoptions" aria-label="Permalink to &quot;ReadTableOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/read-table.ts#L21" target="_blank" rel="noreferrer">packages/datasets/src/table/read-table.ts:21</a></p><p>Options of <code>readTable</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/datasets/interfaces/DialectOptions.html"><code>DialectOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-delimiter"></a> <code>delimiter?</code></td><td><code>string</code></td><td>One character. Default: comma, semicolon, tab or bar, whichever divides the first rows most evenly.</td></tr><tr><td><a id="property-header"></a> <code>header?</code></td><td><code>boolean</code></td><td>Whether the first row holds the names of the columns. Default: true if it has no numbers and differs from the rows below it.</td></tr><tr><td><a id="property-decimalcomma"></a> <code>decimalComma?</code></td><td><code>boolean</code></td><td>Whether numbers are written with a decimal comma, as in 0,5. Default: true if the delimiter is not a comma and more numbers have a comma than a point.</td></tr><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>Names the table in errors.</td></tr><tr><td><a id="property-form"></a> <code>form</code></td><td><a href="/api/datasets/type-aliases/TableForm.html"><code>TableForm</code></a></td><td>The form of the model. If the first row contains the name of one of its columns, it is a header.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/ReadTableOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ReadTableOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ReadTableOptions as default
};
