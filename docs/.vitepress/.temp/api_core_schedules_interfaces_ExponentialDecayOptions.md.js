import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ExponentialDecayOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/schedules/interfaces/ExponentialDecayOptions.md","filePath":"docs/api/core/schedules/interfaces/ExponentialDecayOptions.md"}');
const _sfc_main = { name: "api/core/schedules/interfaces/ExponentialDecayOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="exponentialdecayoptions" tabindex="-1">ExponentialDecayOptions <a class="header-anchor" href="#exponentialdecayoptions" aria-label="Permalink to &quot;ExponentialDecayOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/schedules/decays.ts#L69" target="_blank" rel="noreferrer">packages/core/src/schedules/decays.ts:69</a></p><p>Options of <code>ExponentialDecay</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-gamma"></a> <code>gamma?</code></td><td><code>number</code></td><td>Multiplies the rate at every step, &gt; 0. Default: such that the rate ends at 0.01 of the base rate.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/schedules/interfaces/ExponentialDecayOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ExponentialDecayOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ExponentialDecayOptions as default
};
