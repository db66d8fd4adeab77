import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"AxisOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/AxisOptions.md","filePath":"docs/api/charts/interfaces/AxisOptions.md"}');
const _sfc_main = { name: "api/charts/interfaces/AxisOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="axisoptions" tabindex="-1">AxisOptions <a class="header-anchor" href="#axisoptions" aria-label="Permalink to &quot;AxisOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/axes.ts#L5" target="_blank" rel="noreferrer">packages/charts/src/axes.ts:5</a></p><p>Options of <code>numberAxis</code> and <code>logAxis</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-domain"></a> <code>domain</code></td><td>readonly [<code>number</code>, <code>number</code>]</td><td>The two ends of the axis.</td></tr><tr><td><a id="property-ticks"></a> <code>ticks?</code></td><td>readonly <code>number</code>[]</td><td>Where to draw labels and grid lines. Default: round numbers.</td></tr><tr><td><a id="property-tickcount"></a> <code>tickCount?</code></td><td><code>number</code></td><td>The largest number of default ticks. Default: 6.</td></tr><tr><td><a id="property-format"></a> <code>format?</code></td><td>(<code>value</code>) =&gt; <code>string</code></td><td>Formats a tick&#39;s label. Default: <code>String</code>.</td></tr><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>A title next to the middle of the axis. Default: none.</td></tr><tr><td><a id="property-grid"></a> <code>grid?</code></td><td><code>boolean</code></td><td>Whether to draw lines across the chart at the ticks. Default: true.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/AxisOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AxisOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AxisOptions as default
};
