import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LogScale","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/LogScale.md","filePath":"docs/api/charts/interfaces/LogScale.md"}');
const _sfc_main = { name: "api/charts/interfaces/LogScale.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="logscale" tabindex="-1">LogScale <a class="header-anchor" href="#logscale" aria-label="Permalink to &quot;LogScale&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/scales.ts#L4" target="_blank" rel="noreferrer">packages/charts/src/scales.ts:4</a></p><p>The ends and ticks of a logarithmic axis.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-domain"></a> <code>domain</code></td><td>readonly [<code>number</code>, <code>number</code>]</td><td>-</td></tr><tr><td><a id="property-ticks"></a> <code>ticks</code></td><td>readonly <code>number</code>[]</td><td>All within the domain.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/LogScale.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LogScale = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LogScale as default
};
