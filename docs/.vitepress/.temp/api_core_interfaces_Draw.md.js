import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Draw","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Draw.md","filePath":"docs/api/core/interfaces/Draw.md"}');
const _sfc_main = { name: "api/core/interfaces/Draw.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="draw" tabindex="-1">Draw <a class="header-anchor" href="#draw" aria-label="Permalink to &quot;Draw&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/modules/module.ts#L89" target="_blank" rel="noreferrer">packages/core/src/modules/module.ts:89</a></p><p>Determines the random numbers of modules while training.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/core/interfaces/PassOptions.html"><code>PassOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-seed"></a> <code>seed</code></td><td><code>number</code></td><td>A whole number in [0, 2^53).</td></tr><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code></td><td>The step of the run, from 1. Each step draws other numbers.</td></tr><tr><td><a id="property-firstrow"></a> <code>firstRow?</code></td><td><code>number</code></td><td>Position of the first example in its batch, for a part of a batch. Default: 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Draw.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Draw = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Draw as default
};
