import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TableDialect","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/TableDialect.md","filePath":"docs/api/datasets/interfaces/TableDialect.md"}');
const _sfc_main = { name: "api/datasets/interfaces/TableDialect.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="tabledialect" tabindex="-1">TableDialect <a class="header-anchor" href="#tabledialect" aria-label="Permalink to &quot;TableDialect&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/dialect.ts#L7" target="_blank" rel="noreferrer">packages/datasets/src/table/dialect.ts:7</a></p><p>How the text of a table is encoded and divided into cells.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-encoding"></a> <code>encoding</code></td><td><code>&quot;utf-8&quot;</code> | <code>&quot;utf-16le&quot;</code> | <code>&quot;utf-16be&quot;</code> | <code>&quot;windows-1252&quot;</code></td><td>The encoding&#39;s name for <code>TextDecoder</code>.</td></tr><tr><td><a id="property-mark"></a> <code>mark</code></td><td><code>number</code></td><td>The length in bytes of the byte order mark before the table.</td></tr><tr><td><a id="property-delimiter"></a> <code>delimiter</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-newline"></a> <code>newline</code></td><td>&quot;\\n&quot; | &quot;\\r\\n&quot; | &quot;\\r&quot;</td><td>-</td></tr><tr><td><a id="property-header"></a> <code>header</code></td><td><code>boolean</code></td><td>Whether the first row holds the names of the columns.</td></tr><tr><td><a id="property-decimalcomma"></a> <code>decimalComma</code></td><td><code>boolean</code></td><td>Whether numbers are written with a decimal comma, as in 0,5.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/TableDialect.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TableDialect = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TableDialect as default
};
