import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"LinearDecayOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/schedules/interfaces/LinearDecayOptions.md","filePath":"docs/api/core/schedules/interfaces/LinearDecayOptions.md"}');
const _sfc_main = { name: "api/core/schedules/interfaces/LinearDecayOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="lineardecayoptions" tabindex="-1">LinearDecayOptions <a class="header-anchor" href="#lineardecayoptions" aria-label="Permalink to &quot;LinearDecayOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/schedules/decays.ts#L103" target="_blank" rel="noreferrer">packages/core/src/schedules/decays.ts:103</a></p><p>Options of <code>LinearDecay</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-startfactor"></a> <code>startFactor?</code></td><td><code>number</code></td><td>The rate of the first step divided by the base rate, &gt;= 0. Default: 1.</td></tr><tr><td><a id="property-endfactor"></a> <code>endFactor?</code></td><td><code>number</code></td><td>The rate after the last step divided by the base rate, &gt;= 0. Default: 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/schedules/interfaces/LinearDecayOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const LinearDecayOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  LinearDecayOptions as default
};
