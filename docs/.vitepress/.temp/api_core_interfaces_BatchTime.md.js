import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"BatchTime","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/BatchTime.md","filePath":"docs/api/core/interfaces/BatchTime.md"}');
const _sfc_main = { name: "api/core/interfaces/BatchTime.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="batchtime" tabindex="-1">BatchTime <a class="header-anchor" href="#batchtime" aria-label="Permalink to &quot;BatchTime&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/data/dataset.ts#L24" target="_blank" rel="noreferrer">packages/core/src/data/dataset.ts:24</a></p><p>The time at which training asks for a batch.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-epoch"></a> <code>epoch</code></td><td><code>number</code></td><td>The current epoch, from 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/BatchTime.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const BatchTime = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  BatchTime as default
};
