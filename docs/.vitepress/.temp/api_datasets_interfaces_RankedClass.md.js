import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"RankedClass","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/RankedClass.md","filePath":"docs/api/datasets/interfaces/RankedClass.md"}');
const _sfc_main = { name: "api/datasets/interfaces/RankedClass.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="rankedclass" tabindex="-1">RankedClass <a class="header-anchor" href="#rankedclass" aria-label="Permalink to &quot;RankedClass&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/table/predict-rows.ts#L11" target="_blank" rel="noreferrer">packages/datasets/src/table/predict-rows.ts:11</a></p><p>A class and its probability.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-class"></a> <code>class</code></td><td><code>string</code></td></tr><tr><td><a id="property-probability"></a> <code>probability</code></td><td><code>number</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/RankedClass.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RankedClass = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RankedClass as default
};
