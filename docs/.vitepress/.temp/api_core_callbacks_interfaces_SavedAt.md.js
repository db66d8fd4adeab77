import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SavedAt","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/callbacks/interfaces/SavedAt.md","filePath":"docs/api/core/callbacks/interfaces/SavedAt.md"}');
const _sfc_main = { name: "api/core/callbacks/interfaces/SavedAt.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="savedat" tabindex="-1">SavedAt <a class="header-anchor" href="#savedat" aria-label="Permalink to &quot;SavedAt&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/callbacks/model-checkpoint.ts#L10" target="_blank" rel="noreferrer">packages/core/src/callbacks/model-checkpoint.ts:10</a></p><p>When in the training a state was taken.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-epoch"></a> <code>epoch</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-steps"></a> <code>steps</code></td><td><code>number</code></td><td>Steps taken in all.</td></tr><tr><td><a id="property-best"></a> <code>best</code></td><td><code>boolean</code></td><td>Whether an epoch has just ended with the best number so far.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/callbacks/interfaces/SavedAt.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SavedAt = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SavedAt as default
};
