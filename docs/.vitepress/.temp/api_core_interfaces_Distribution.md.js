import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Distribution","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Distribution.md","filePath":"docs/api/core/interfaces/Distribution.md"}');
const _sfc_main = { name: "api/core/interfaces/Distribution.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="distribution" tabindex="-1">Distribution <a class="header-anchor" href="#distribution" aria-label="Permalink to &quot;Distribution&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-options.ts#L83" target="_blank" rel="noreferrer">packages/core/src/training/train-options.ts:83</a></p><p>How a training spreads over several processes. <code>shards</code> of <code>@nablajs/core/shards</code> makes one.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Distribution.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Distribution = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Distribution as default
};
