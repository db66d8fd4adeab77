import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SkippedCheckpoint","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/SkippedCheckpoint.md","filePath":"docs/api/checkpoint/interfaces/SkippedCheckpoint.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/SkippedCheckpoint.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="skippedcheckpoint" tabindex="-1">SkippedCheckpoint <a class="header-anchor" href="#skippedcheckpoint" aria-label="Permalink to &quot;SkippedCheckpoint&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/stores/store.ts#L39" target="_blank" rel="noreferrer">packages/checkpoint/src/stores/store.ts:39</a></p><p>A checkpoint that could not be read.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-error"></a> <code>error</code></td><td><a href="/api/core/classes/NablaError.html"><code>NablaError</code></a></td><td>Says which part is damaged, and how.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/SkippedCheckpoint.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SkippedCheckpoint = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SkippedCheckpoint as default
};
