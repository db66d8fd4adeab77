import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TableScan","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/TableScan.md","filePath":"docs/api/datasets/interfaces/TableScan.md"}');
const _sfc_main = { name: "api/datasets/interfaces/TableScan.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="tablescan" tabindex="-1">TableScan <a class="header-anchor" href="#tablescan" aria-label="Permalink to &quot;TableScan&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/scan-table.ts#L22" target="_blank" rel="noreferrer">packages/datasets/src/table/scan-table.ts:22</a></p><p>The result of scanning a table: its columns and blocks.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-table"></a> <code>table</code></td><td><code>Blob</code></td><td>-</td></tr><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>Names the table in errors.</td></tr><tr><td><a id="property-dialect"></a> <code>dialect</code></td><td><a href="/api/datasets/interfaces/TableDialect.html"><code>TableDialect</code></a></td><td>-</td></tr><tr><td><a id="property-columns"></a> <code>columns</code></td><td>readonly <code>ColumnSummary</code>[]</td><td>-</td></tr><tr><td><a id="property-target"></a> <code>target</code></td><td><code>number</code> | <code>undefined</code></td><td>The index of the target column; undefined if no target was given.</td></tr><tr><td><a id="property-blocks"></a> <code>blocks</code></td><td>readonly <code>BlockPlace</code>[]</td><td>-</td></tr><tr><td><a id="property-rows"></a> <code>rows</code></td><td><code>number</code></td><td>The number of rows that have a target. Without a target, the number of all rows.</td></tr><tr><td><a id="property-withouttarget"></a> <code>withoutTarget</code></td><td><code>number</code></td><td>The number of rows that are skipped because their target is missing.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/TableScan.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TableScan = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TableScan as default
};
