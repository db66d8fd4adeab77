import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ImageHeader","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/ImageHeader.md","filePath":"docs/api/datasets/interfaces/ImageHeader.md"}');
const _sfc_main = { name: "api/datasets/interfaces/ImageHeader.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="imageheader" tabindex="-1">ImageHeader <a class="header-anchor" href="#imageheader" aria-label="Permalink to &quot;ImageHeader&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/codecs/image-file.ts#L14" target="_blank" rel="noreferrer">packages/datasets/src/images/codecs/image-file.ts:14</a></p><p>The format and size of an image file. The size is that of the upright image.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-format"></a> <code>format</code></td><td><code>&quot;PNG&quot;</code> | <code>&quot;JPEG&quot;</code></td></tr><tr><td><a id="property-width"></a> <code>width</code></td><td><code>number</code></td></tr><tr><td><a id="property-height"></a> <code>height</code></td><td><code>number</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/ImageHeader.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ImageHeader = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ImageHeader as default
};
