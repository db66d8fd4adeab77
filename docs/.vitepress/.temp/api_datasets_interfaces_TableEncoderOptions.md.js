import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TableEncoderOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/TableEncoderOptions.md","filePath":"docs/api/datasets/interfaces/TableEncoderOptions.md"}');
const _sfc_main = { name: "api/datasets/interfaces/TableEncoderOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="tableencoderoptions" tabindex="-1">TableEncoderOptions <a class="header-anchor" href="#tableencoderoptions" aria-label="Permalink to &quot;TableEncoderOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/encode-table.ts#L9" target="_blank" rel="noreferrer">packages/datasets/src/table/encode-table.ts:9</a></p><p>Options of <code>TableEncoder</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>Names the table in errors.</td></tr><tr><td><a id="property-columns"></a> <code>columns</code></td><td>readonly <code>string</code>[]</td><td>The names of the table&#39;s columns, in order.</td></tr><tr><td><a id="property-decimalcomma"></a> <code>decimalComma</code></td><td><code>boolean</code></td><td>Whether numbers are written with a decimal comma, as in 0,5.</td></tr><tr><td><a id="property-dtype"></a> <code>dtype</code></td><td><a href="/api/core/type-aliases/FloatDType.html"><code>FloatDType</code></a></td><td>The dtype of inputs and of numbers to predict.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/TableEncoderOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TableEncoderOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TableEncoderOptions as default
};
