import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Value","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/functional/interfaces/Value.md","filePath":"docs/api/core/functional/interfaces/Value.md"}');
const _sfc_main = { name: "api/core/functional/interfaces/Value.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="value" tabindex="-1">Value <a class="header-anchor" href="#value" aria-label="Permalink to &quot;Value&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/functional/graph.ts#L16" target="_blank" rel="noreferrer">packages/core/src/functional/graph.ts:16</a></p><p>A value of a graph: an input, or what a layer will make of others. It has a shape, and no elements yet.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-shape"></a> <code>shape</code></td><td><a href="/api/core/type-aliases/Shape.html"><code>Shape</code></a></td><td>Without the batch dimension.</td></tr><tr><td><a id="property-declared"></a> <code>declared?</code></td><td><a href="/api/core/type-aliases/OpenShape.html"><code>OpenShape</code></a></td><td>The shape with the names of open dimensions, of an input.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/functional/interfaces/Value.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Value = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Value as default
};
