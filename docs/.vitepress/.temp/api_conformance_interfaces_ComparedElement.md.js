import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ComparedElement","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/ComparedElement.md","filePath":"docs/api/conformance/interfaces/ComparedElement.md"}');
const _sfc_main = { name: "api/conformance/interfaces/ComparedElement.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="comparedelement" tabindex="-1">ComparedElement <a class="header-anchor" href="#comparedelement" aria-label="Permalink to &quot;ComparedElement&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/compare-backends.ts#L9" target="_blank" rel="noreferrer">packages/conformance/src/compare-backends.ts:9</a></p><p>An element that both backends computed.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-case"></a> <code>case</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-index"></a> <code>index</code></td><td><code>number</code></td><td>Row-major, within the output.</td></tr><tr><td><a id="property-values"></a> <code>values</code></td><td>readonly [<code>number</code>, <code>number</code>]</td><td>The values of the first and the second backend.</td></tr><tr><td><a id="property-error"></a> <code>error</code></td><td><code>number</code></td><td>Infinity if only equality would pass: a NaN against a number, or either against an infinity.</td></tr><tr><td><a id="property-gate"></a> <code>gate</code></td><td><code>number</code></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/ComparedElement.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ComparedElement = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ComparedElement as default
};
