import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"StepDecayOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/schedules/interfaces/StepDecayOptions.md","filePath":"docs/api/core/schedules/interfaces/StepDecayOptions.md"}');
const _sfc_main = { name: "api/core/schedules/interfaces/StepDecayOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="stepdecayoptions" tabindex="-1">StepDecayOptions <a class="header-anchor" href="#stepdecayoptions" aria-label="Permalink to &quot;StepDecayOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/schedules/decays.ts#L30" target="_blank" rel="noreferrer">packages/core/src/schedules/decays.ts:30</a></p><p>Options of <code>StepDecay</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-stepsize"></a> <code>stepSize?</code></td><td><code>number</code></td><td>After how many steps the rate falls each time: a whole number &gt;= 1 or, below 1, a share of the whole training, rounded up. Default: 1/3.</td></tr><tr><td><a id="property-gamma"></a> <code>gamma?</code></td><td><code>number</code></td><td>Multiplies the rate each time, &gt; 0. Default: 0.1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/schedules/interfaces/StepDecayOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const StepDecayOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  StepDecayOptions as default
};
