import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LearnedForm","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/LearnedForm.md","filePath":"docs/api/datasets/interfaces/LearnedForm.md"}');
const _sfc_main = { name: "api/datasets/interfaces/LearnedForm.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="learnedform" tabindex="-1">LearnedForm <a class="header-anchor" href="#learnedform" aria-label="Permalink to &quot;LearnedForm&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/learn-form.ts#L29" target="_blank" rel="noreferrer">packages/datasets/src/table/learn-form.ts:29</a></p><p>The form of a table, and the columns that it leaves out.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-form"></a> <code>form</code></td><td><a href="/api/datasets/type-aliases/TableForm.html"><code>TableForm</code></a></td></tr><tr><td><a id="property-ignored"></a> <code>ignored</code></td><td>readonly <a href="/api/datasets/interfaces/IgnoredColumn.html"><code>IgnoredColumn</code></a>[]</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/LearnedForm.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LearnedForm = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LearnedForm as default
};
