import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"MaskDraw","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/MaskDraw.md","filePath":"docs/api/core/interfaces/MaskDraw.md"}');
const _sfc_main = { name: "api/core/interfaces/MaskDraw.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="maskdraw" tabindex="-1">MaskDraw <a class="header-anchor" href="#maskdraw" aria-label="Permalink to &quot;MaskDraw&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/backend.ts#L339" target="_blank" rel="noreferrer">packages/core/src/backend.ts:339</a></p><p>The numbers of one mask of dropout. Users of the layer pass a rate.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-key"></a> <code>key</code></td><td><code>Uint32Array</code></td><td>The four words of the layer&#39;s key, each in [0, 2^32).</td></tr><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code></td><td>The step of training: a whole number in [0, 2^53).</td></tr><tr><td><a id="property-firstrow"></a> <code>firstRow</code></td><td><code>number</code></td><td>The position of the first row in the batch. The number of each row is below 2^32.</td></tr><tr><td><a id="property-threshold"></a> <code>threshold</code></td><td><code>number</code></td><td>Elements whose word is smaller are dropped: a whole number in [1, 2^32].</td></tr><tr><td><a id="property-factor"></a> <code>factor</code></td><td><code>number</code></td><td>What a kept element is multiplied by.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/MaskDraw.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MaskDraw = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MaskDraw as default
};
