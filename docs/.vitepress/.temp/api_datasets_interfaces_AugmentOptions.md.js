import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"AugmentOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/AugmentOptions.md","filePath":"docs/api/datasets/interfaces/AugmentOptions.md"}');
const _sfc_main = { name: "api/datasets/interfaces/AugmentOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="augmentoptions" tabindex="-1">AugmentOptions <a class="header-anchor" href="#augmentoptions" aria-label="Permalink to &quot;AugmentOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/augmented.ts#L10" target="_blank" rel="noreferrer">packages/datasets/src/images/augmented.ts:10</a></p><p>Options of <code>augmented</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-shift"></a> <code>shift?</code></td><td><code>number</code></td><td>The most pixels to move an image by, left, right, up or down. A whole number. Default: 0.</td></tr><tr><td><a id="property-flip"></a> <code>flip?</code></td><td><code>boolean</code></td><td>Whether to mirror half of the images, left to right. Default: false.</td></tr><tr><td><a id="property-rotate"></a> <code>rotate?</code></td><td><code>number</code></td><td>The most degrees to turn an image by, in either direction, from 0 to 180. Default: 0.</td></tr><tr><td><a id="property-seed"></a> <code>seed</code></td><td><code>number</code></td><td>A whole number in [0, 2^53), for example the seed of the run.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/AugmentOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AugmentOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AugmentOptions as default
};
