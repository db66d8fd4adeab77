import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Gate","description":"","frontmatter":{},"headers":[],"relativePath":"api/gradcheck/interfaces/Gate.md","filePath":"docs/api/gradcheck/interfaces/Gate.md"}');
const _sfc_main = { name: "api/gradcheck/interfaces/Gate.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="gate" tabindex="-1">Gate <a class="header-anchor" href="#gate" aria-label="Permalink to &quot;Gate&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/gradcheck/src/options.ts#L53" target="_blank" rel="noreferrer">packages/gradcheck/src/options.ts:53</a></p><p>How far two gradients may be apart.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-atol"></a> <code>atol</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-rtol"></a> <code>rtol</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-worstrelativeerror"></a> <code>worstRelativeError</code></td><td><code>number</code> | <code>undefined</code></td><td>The gate on the whole tensor; undefined if there is none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/gradcheck/interfaces/Gate.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Gate = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Gate as default
};
