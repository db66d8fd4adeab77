import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SkippedFile","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/SkippedFile.md","filePath":"docs/api/datasets/interfaces/SkippedFile.md"}');
const _sfc_main = { name: "api/datasets/interfaces/SkippedFile.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="skippedfile" tabindex="-1">SkippedFile <a class="header-anchor" href="#skippedfile" aria-label="Permalink to &quot;SkippedFile&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/image-folder.ts#L17" target="_blank" rel="noreferrer">packages/datasets/src/images/image-folder.ts:17</a></p><p>A file in a folder of images that is left out.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-path"></a> <code>path</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-reason"></a> <code>reason</code></td><td><code>string</code></td><td>What was expected or is wrong, and the remedy.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/SkippedFile.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SkippedFile = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SkippedFile as default
};
