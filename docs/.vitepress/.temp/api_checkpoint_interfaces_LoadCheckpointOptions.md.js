import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LoadCheckpointOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/LoadCheckpointOptions.md","filePath":"docs/api/checkpoint/interfaces/LoadCheckpointOptions.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/LoadCheckpointOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="loadcheckpointoptions" tabindex="-1">LoadCheckpointOptions <a class="header-anchor" href="#loadcheckpointoptions" aria-label="Permalink to &quot;LoadCheckpointOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/stores/store.ts#L30" target="_blank" rel="noreferrer">packages/checkpoint/src/stores/store.ts:30</a></p><p>Options for loading a checkpoint.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-fallback"></a> <code>fallBack?</code></td><td><code>boolean</code></td><td>If the last checkpoint is damaged, load the newest one that is intact. <code>skipped</code> then lists the damaged ones. A checkpoint that a newer nabla wrote is not skipped: loading it is always an error. Default: false.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/LoadCheckpointOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LoadCheckpointOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LoadCheckpointOptions as default
};
