import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"FormOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/FormOptions.md","filePath":"docs/api/datasets/interfaces/FormOptions.md"}');
const _sfc_main = { name: "api/datasets/interfaces/FormOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="formoptions" tabindex="-1">FormOptions <a class="header-anchor" href="#formoptions" aria-label="Permalink to &quot;FormOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/learn-form.ts#L13" target="_blank" rel="noreferrer">packages/datasets/src/table/learn-form.ts:13</a></p><p>Options of <code>learnForm</code>.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/datasets/interfaces/CsvDatasetOptions.html"><code>CsvDatasetOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-task"></a> <code>task?</code></td><td><a href="/api/datasets/type-aliases/TaskName.html"><code>TaskName</code></a></td><td>What to predict. Default: classification if the target is text, or has at most 20 different whole numbers that each appear at least twice; regression for all other numbers.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/FormOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FormOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FormOptions as default
};
