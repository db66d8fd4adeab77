import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"MemoryUsage","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/MemoryUsage.md","filePath":"docs/api/core/interfaces/MemoryUsage.md"}');
const _sfc_main = { name: "api/core/interfaces/MemoryUsage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="memoryusage" tabindex="-1">MemoryUsage <a class="header-anchor" href="#memoryusage" aria-label="Permalink to &quot;MemoryUsage&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/backend.ts#L48" target="_blank" rel="noreferrer">packages/core/src/backend.ts:48</a></p><p>Buffers and bytes of tensors that are not released yet. Buffers that a backend keeps for reuse do not count.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-buffers"></a> <code>buffers</code></td><td><code>number</code></td></tr><tr><td><a id="property-bytes"></a> <code>bytes</code></td><td><code>number</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/MemoryUsage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MemoryUsage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MemoryUsage as default
};
