import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ClassReport","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ClassReport.md","filePath":"docs/api/core/interfaces/ClassReport.md"}');
const _sfc_main = { name: "api/core/interfaces/ClassReport.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="classreport" tabindex="-1">ClassReport <a class="header-anchor" href="#classreport" aria-label="Permalink to &quot;ClassReport&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/metrics/confusion-matrix.ts#L52" target="_blank" rel="noreferrer">packages/core/src/metrics/confusion-matrix.ts:52</a></p><p>How well a classifier recognizes one class.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-precision"></a> <code>precision</code></td><td><code>number</code></td><td>Right predictions / all predictions of this class; 0 if there are none.</td></tr><tr><td><a id="property-recall"></a> <code>recall</code></td><td><code>number</code></td><td>Right predictions / all examples of this class; 0 if there are none.</td></tr><tr><td><a id="property-f1"></a> <code>f1</code></td><td><code>number</code></td><td>Harmonic mean of the two; 0 if both are 0.</td></tr><tr><td><a id="property-support"></a> <code>support</code></td><td><code>number</code></td><td>Number of examples of this class.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ClassReport.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ClassReport = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ClassReport as default
};
