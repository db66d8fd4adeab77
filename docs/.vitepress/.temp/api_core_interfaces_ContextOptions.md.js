import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ContextOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ContextOptions.md","filePath":"docs/api/core/interfaces/ContextOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/ContextOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="contextoptions" tabindex="-1">ContextOptions <a class="header-anchor" href="#contextoptions" aria-label="Permalink to &quot;ContextOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/modules/module.ts#L99" target="_blank" rel="noreferrer">packages/core/src/modules/module.ts:99</a></p><p>Options of <code>Context</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-path"></a> <code>path?</code></td><td><code>string</code></td><td>Where the module is in the network: <code>encoder.0</code>. Default: empty, for the network itself.</td></tr><tr><td><a id="property-draw"></a> <code>draw?</code></td><td><a href="/api/core/interfaces/Draw.html"><code>Draw</code></a></td><td>Determines the random numbers while training. Default: the network is not training.</td></tr><tr><td><a id="property-updates"></a> <code>updates?</code></td><td><code>Map</code>&lt;<code>string</code>, <a href="/api/core/classes/Tensor.html"><code>Tensor</code></a>&gt;</td><td>Receives what modules update, by name; the caller owns these tensors.</td></tr><tr><td><a id="property-activation"></a> <code>activation?</code></td><td><a href="/api/core/type-aliases/FusedActivation.html"><code>FusedActivation</code></a></td><td>See <code>Context.activation</code>.</td></tr><tr><td><a id="property-frozen"></a> <code>frozen?</code></td><td><code>true</code> | readonly <code>string</code>[]</td><td>The names of frozen parameters, or true for all of them. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ContextOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ContextOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ContextOptions as default
};
