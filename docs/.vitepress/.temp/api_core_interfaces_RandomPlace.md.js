import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"RandomPlace","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/RandomPlace.md","filePath":"docs/api/core/interfaces/RandomPlace.md"}');
const _sfc_main = { name: "api/core/interfaces/RandomPlace.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="randomplace" tabindex="-1">RandomPlace <a class="header-anchor" href="#randomplace" aria-label="Permalink to &quot;RandomPlace&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/random/random.ts#L44" target="_blank" rel="noreferrer">packages/core/src/random/random.ts:44</a></p><p>Where a stream starts.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-step"></a> <code>step?</code></td><td><code>number</code></td><td>A training step or an epoch: a whole number in [0, 2^53). Default: 0.</td></tr><tr><td><a id="property-row"></a> <code>row?</code></td><td><code>number</code></td><td>An example in its batch: a whole number in [0, 2^32). Default: 0.</td></tr><tr><td><a id="property-block"></a> <code>block?</code></td><td><code>number</code></td><td>How many blocks of four words to skip: a whole number in [0, 2^32). Default: 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/RandomPlace.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RandomPlace = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RandomPlace as default
};
