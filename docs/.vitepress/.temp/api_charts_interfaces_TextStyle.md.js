import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"TextStyle","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/TextStyle.md","filePath":"docs/api/charts/interfaces/TextStyle.md"}');
const _sfc_main = { name: "api/charts/interfaces/TextStyle.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="textstyle" tabindex="-1">TextStyle <a class="header-anchor" href="#textstyle" aria-label="Permalink to &quot;TextStyle&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/shapes.ts#L86" target="_blank" rel="noreferrer">packages/charts/src/shapes.ts:86</a></p><p>The style of a <code>text</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-fill"></a> <code>fill?</code></td><td><code>string</code></td><td>A CSS colour. Default: the page&#39;s text colour.</td></tr><tr><td><a id="property-align"></a> <code>align?</code></td><td><code>&quot;right&quot;</code> | <code>&quot;left&quot;</code> | <code>&quot;center&quot;</code></td><td>Which part of the text is at x. Default: <code>left</code>.</td></tr><tr><td><a id="property-verticalalign"></a> <code>verticalAlign?</code></td><td><code>&quot;bottom&quot;</code> | <code>&quot;top&quot;</code> | <code>&quot;middle&quot;</code></td><td>Which part of the text is at y. Default: <code>middle</code>.</td></tr><tr><td><a id="property-fontsize"></a> <code>fontSize?</code></td><td><code>number</code></td><td>In CSS pixels. Default: 12.</td></tr><tr><td><a id="property-width"></a> <code>width?</code></td><td><code>number</code></td><td>Cuts off longer text with an ellipsis. Default: no limit.</td></tr><tr><td><a id="property-rim"></a> <code>rim?</code></td><td><code>string</code></td><td>Draws a rim of this colour around the letters, so that grid lines do not touch them. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/TextStyle.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const TextStyle = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  TextStyle as default
};
