import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LabelledImages","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/LabelledImages.md","filePath":"docs/api/datasets/interfaces/LabelledImages.md"}');
const _sfc_main = { name: "api/datasets/interfaces/LabelledImages.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="labelledimages" tabindex="-1">LabelledImages <a class="header-anchor" href="#labelledimages" aria-label="Permalink to &quot;LabelledImages&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/labelled-images.ts#L5" target="_blank" rel="noreferrer">packages/datasets/src/images/labelled-images.ts:5</a></p><p>Images of one size, as bytes, and their labels.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-images"></a> <code>images</code></td><td><code>Uint8Array</code></td><td>Pixels [count, height, width, channels], row-major, from 0 to 255.</td></tr><tr><td><a id="property-labels"></a> <code>labels</code></td><td>| <code>Int32Array</code>&lt;<code>ArrayBufferLike</code>&gt; | <code>Uint8Array</code>&lt;<code>ArrayBufferLike</code>&gt;</td><td>Labels [count]: bytes for up to 256 classes, else an Int32Array.</td></tr><tr><td><a id="property-count"></a> <code>count</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-height"></a> <code>height</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-width"></a> <code>width</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-channels"></a> <code>channels?</code></td><td><code>3</code> | <code>1</code></td><td>1: grey. 3: red, green and blue. Default: 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/LabelledImages.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LabelledImages = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LabelledImages as default
};
