import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ElementReport","description":"","frontmatter":{},"headers":[],"relativePath":"api/gradcheck/interfaces/ElementReport.md","filePath":"docs/api/gradcheck/interfaces/ElementReport.md"}');
const _sfc_main = { name: "api/gradcheck/interfaces/ElementReport.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="elementreport" tabindex="-1">ElementReport <a class="header-anchor" href="#elementreport" aria-label="Permalink to &quot;ElementReport&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/gradcheck/src/report.ts#L26" target="_blank" rel="noreferrer">packages/gradcheck/src/report.ts:26</a></p><p>An element of a gradient and what it should be.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-index"></a> <code>index</code></td><td>readonly <code>number</code>[]</td><td>Position in the shape; [] in a scalar.</td></tr><tr><td><a id="property-analytic"></a> <code>analytic</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-expected"></a> <code>expected</code></td><td><code>number</code></td><td>The value by finite differences, or from the other gradients.</td></tr><tr><td><a id="property-absoluteerror"></a> <code>absoluteError</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-relativeerror"></a> <code>relativeError</code></td><td><code>number</code></td><td>|analytic - expected| / max(|analytic|, |expected|) of this element.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/gradcheck/interfaces/ElementReport.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ElementReport = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ElementReport as default
};
