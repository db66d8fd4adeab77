import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ChartSize","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/ChartSize.md","filePath":"docs/api/charts/interfaces/ChartSize.md"}');
const _sfc_main = { name: "api/charts/interfaces/ChartSize.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="chartsize" tabindex="-1">ChartSize <a class="header-anchor" href="#chartsize" aria-label="Permalink to &quot;ChartSize&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/draw-chart.ts#L10" target="_blank" rel="noreferrer">packages/charts/src/draw-chart.ts:10</a></p><p>The size of a chart, in CSS pixels. The page may scale it.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/charts/interfaces/Chart.html"><code>Chart</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-width"></a> <code>width</code></td><td><code>number</code></td></tr><tr><td><a id="property-height"></a> <code>height</code></td><td><code>number</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/ChartSize.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ChartSize = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ChartSize as default
};
