import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"OpaqueImage","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/OpaqueImage.md","filePath":"docs/api/datasets/interfaces/OpaqueImage.md"}');
const _sfc_main = { name: "api/datasets/interfaces/OpaqueImage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="opaqueimage" tabindex="-1">OpaqueImage <a class="header-anchor" href="#opaqueimage" aria-label="Permalink to &quot;OpaqueImage&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/codecs/decoded-image.ts#L15" target="_blank" rel="noreferrer">packages/datasets/src/images/codecs/decoded-image.ts:15</a></p><p>An image without alpha.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/datasets/interfaces/DecodedImage.html"><code>DecodedImage</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-width"></a> <code>width</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-height"></a> <code>height</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-pixels"></a> <code>pixels</code></td><td><code>Uint8Array</code></td><td>[height, width, channels], row-major, 0 to 255.</td></tr><tr><td><a id="property-channels"></a> <code>channels</code></td><td><code>1</code> | <code>3</code></td><td>1: grey. 2: grey and alpha. 3: red, green and blue. 4: these and alpha. Alpha is not premultiplied.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/OpaqueImage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const OpaqueImage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  OpaqueImage as default
};
