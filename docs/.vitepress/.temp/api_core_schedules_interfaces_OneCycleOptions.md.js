import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"OneCycleOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/schedules/interfaces/OneCycleOptions.md","filePath":"docs/api/core/schedules/interfaces/OneCycleOptions.md"}');
const _sfc_main = { name: "api/core/schedules/interfaces/OneCycleOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="onecycleoptions" tabindex="-1">OneCycleOptions <a class="header-anchor" href="#onecycleoptions" aria-label="Permalink to &quot;OneCycleOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/schedules/warmup.ts#L63" target="_blank" rel="noreferrer">packages/core/src/schedules/warmup.ts:63</a></p><p>Options of <code>OneCycle</code>, with PyTorch&#39;s names in parentheses.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-maximum"></a> <code>maximum?</code></td><td><code>number</code></td><td>The highest learning rate (<code>max_lr</code>), &gt; 0. Default: the base rate.</td></tr><tr><td><a id="property-risingshare"></a> <code>risingShare?</code></td><td><code>number</code></td><td>Share of the steps in which the rate rises (<code>pct_start</code>), in [0, 1). Default: 0.3.</td></tr><tr><td><a id="property-startdivisor"></a> <code>startDivisor?</code></td><td><code>number</code></td><td>The highest rate divided by the first one (<code>div_factor</code>), &gt; 0. Default: 25.</td></tr><tr><td><a id="property-enddivisor"></a> <code>endDivisor?</code></td><td><code>number</code></td><td>The first rate divided by the last one (<code>final_div_factor</code>), &gt; 0. Default: 10,000.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/schedules/interfaces/OneCycleOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const OneCycleOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  OneCycleOptions as default
};
