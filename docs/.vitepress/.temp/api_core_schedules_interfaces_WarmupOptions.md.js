import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"WarmupOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/schedules/interfaces/WarmupOptions.md","filePath":"docs/api/core/schedules/interfaces/WarmupOptions.md"}');
const _sfc_main = { name: "api/core/schedules/interfaces/WarmupOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="warmupoptions" tabindex="-1">WarmupOptions <a class="header-anchor" href="#warmupoptions" aria-label="Permalink to &quot;WarmupOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/schedules/warmup.ts#L11" target="_blank" rel="noreferrer">packages/core/src/schedules/warmup.ts:11</a></p><p>Options of <code>Warmup</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-steps"></a> <code>steps?</code></td><td><code>number</code></td><td>Length of the warm-up: a whole number of steps &gt;= 1 or, below 1, a share of the training, rounded up. Default: 0.1.</td></tr><tr><td><a id="property-startfactor"></a> <code>startFactor?</code></td><td><code>number</code></td><td>The rate of the first step divided by the rate after the warm-up, &gt;= 0. Default: 0.01.</td></tr><tr><td><a id="property-schedule"></a> <code>schedule?</code></td><td><a href="/api/core/interfaces/Schedule.html"><code>Schedule</code></a></td><td>The schedule of the remaining steps. Default: <code>new Constant()</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/schedules/interfaces/WarmupOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const WarmupOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  WarmupOptions as default
};
