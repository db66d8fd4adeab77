import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"KernelComparison","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/KernelComparison.md","filePath":"docs/api/conformance/interfaces/KernelComparison.md"}');
const _sfc_main = { name: "api/conformance/interfaces/KernelComparison.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="kernelcomparison" tabindex="-1">KernelComparison <a class="header-anchor" href="#kernelcomparison" aria-label="Permalink to &quot;KernelComparison&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/compare-backends.ts#L21" target="_blank" rel="noreferrer">packages/conformance/src/compare-backends.ts:21</a></p><p>The result of comparing two backends in one kernel and dtype.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-kernel"></a> <code>kernel</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-dtype"></a> <code>dtype</code></td><td><a href="/api/core/type-aliases/DType.html"><code>DType</code></a></td><td>-</td></tr><tr><td><a id="property-cases"></a> <code>cases</code></td><td><code>number</code></td><td>How many cases were compared.</td></tr><tr><td><a id="property-worst"></a> <code>worst</code></td><td><a href="/api/conformance/interfaces/ComparedElement.html"><code>ComparedElement</code></a> | <code>undefined</code></td><td>The element with the largest ratio; undefined if all are equal.</td></tr><tr><td><a id="property-ratio"></a> <code>ratio</code></td><td><code>number</code></td><td>error / gate of the worst element: 0 if all are equal, Infinity if only equality would pass.</td></tr><tr><td><a id="property-problem"></a> <code>problem?</code></td><td><code>string</code></td><td>Why the first such case could not be compared: a backend threw, or returned an output of the wrong dtype or size.</td></tr><tr><td><a id="property-ok"></a> <code>ok</code></td><td><code>boolean</code></td><td>Whether there is no problem and the ratio is at most 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/KernelComparison.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const KernelComparison = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  KernelComparison as default
};
