import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ArrayDatasetOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/ArrayDatasetOptions.md","filePath":"docs/api/datasets/interfaces/ArrayDatasetOptions.md"}');
const _sfc_main = { name: "api/datasets/interfaces/ArrayDatasetOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="arraydatasetoptions" tabindex="-1">ArrayDatasetOptions <a class="header-anchor" href="#arraydatasetoptions" aria-label="Permalink to &quot;ArrayDatasetOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/array-dataset.ts#L19" target="_blank" rel="noreferrer">packages/datasets/src/array-dataset.ts:19</a></p><p>Options of <code>arrayDataset</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-weights"></a> <code>weights?</code></td><td><code>ArrayLike</code>&lt;<code>number</code>&gt;</td><td>How much each example counts in the loss: one number &gt;= 0 per example. Default: 1 for all.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/ArrayDatasetOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ArrayDatasetOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ArrayDatasetOptions as default
};
