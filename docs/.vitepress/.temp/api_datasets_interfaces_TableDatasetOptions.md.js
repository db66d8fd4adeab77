import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TableDatasetOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/TableDatasetOptions.md","filePath":"docs/api/datasets/interfaces/TableDatasetOptions.md"}');
const _sfc_main = { name: "api/datasets/interfaces/TableDatasetOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="tabledatasetoptions" tabindex="-1">TableDatasetOptions <a class="header-anchor" href="#tabledatasetoptions" aria-label="Permalink to &quot;TableDatasetOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/csv-dataset.ts#L39" target="_blank" rel="noreferrer">packages/datasets/src/table/csv-dataset.ts:39</a></p><p>Options of <code>tableDataset</code>.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/datasets/interfaces/CsvDatasetOptions.html"><code>CsvDatasetOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-dtype"></a> <code>dtype?</code></td><td><a href="/api/core/type-aliases/FloatDType.html"><code>FloatDType</code></a></td><td>The dtype of inputs and of numbers to predict. Default: <code>float32</code>.</td></tr><tr><td><a id="property-memory"></a> <code>memory?</code></td><td><code>number</code></td><td>How many bytes the examples may take in memory. Above that, the file is read again in blocks in every epoch. Default: 128,000,000.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/TableDatasetOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TableDatasetOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TableDatasetOptions as default
};
