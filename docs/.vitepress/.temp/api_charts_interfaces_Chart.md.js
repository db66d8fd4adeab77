import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Chart","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/Chart.md","filePath":"docs/api/charts/interfaces/Chart.md"}');
const _sfc_main = { name: "api/charts/interfaces/Chart.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="chart" tabindex="-1">Chart <a class="header-anchor" href="#chart" aria-label="Permalink to &quot;Chart&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/draw-chart.ts#L16" target="_blank" rel="noreferrer">packages/charts/src/draw-chart.ts:16</a></p><p>A chart for <code>drawChart</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><a href="/api/charts/interfaces/ChartSize.html"><code>ChartSize</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-width"></a> <code>width</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-height"></a> <code>height</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-label"></a> <code>label</code></td><td><code>string</code></td><td>Describes the chart in words, for screen readers.</td></tr><tr><td><a id="property-option"></a> <code>option</code></td><td><a href="/api/charts/type-aliases/ChartOption.html"><code>ChartOption</code></a></td><td>The ECharts option: axes and series. Take text from functions or data, not from templates such as <code>{value}</code>.</td></tr><tr><td><a id="property-tooltip"></a> <code>tooltip?</code></td><td>(<code>series</code>, <code>item</code>) =&gt; <code>string</code> | <code>undefined</code></td><td>Returns the tooltip of an item in a series; both are counted from 0. Default: no tooltips.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/Chart.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Chart = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Chart as default
};
