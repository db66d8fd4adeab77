import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Place","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/Place.md","filePath":"docs/api/charts/interfaces/Place.md"}');
const _sfc_main = { name: "api/charts/interfaces/Place.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="place" tabindex="-1">Place <a class="header-anchor" href="#place" aria-label="Permalink to &quot;Place&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/shapes.ts#L4" target="_blank" rel="noreferrer">packages/charts/src/shapes.ts:4</a></p><p>Converts values on the axes to pixels.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-x"></a> <code>x</code></td><td>(<code>value</code>) =&gt; <code>number</code></td><td>Returns the x of a value on the x axis.</td></tr><tr><td><a id="property-y"></a> <code>y</code></td><td>(<code>value</code>) =&gt; <code>number</code></td><td>Returns the y of a value on the y axis.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/Place.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Place = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Place as default
};
