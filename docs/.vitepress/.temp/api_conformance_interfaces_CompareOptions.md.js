import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CompareOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/CompareOptions.md","filePath":"docs/api/conformance/interfaces/CompareOptions.md"}');
const _sfc_main = { name: "api/conformance/interfaces/CompareOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="compareoptions" tabindex="-1">CompareOptions <a class="header-anchor" href="#compareoptions" aria-label="Permalink to &quot;CompareOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/compare-backends.ts#L39" target="_blank" rel="noreferrer">packages/conformance/src/compare-backends.ts:39</a></p><p>Options of <code>compareBackends</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><code>Pick</code>&lt;<a href="/api/conformance/interfaces/CasesOptions.html"><code>CasesOptions</code></a>, <code>&quot;dtypes&quot;</code> | <code>&quot;kernels&quot;</code> | <code>&quot;filter&quot;</code>&gt;</li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-dtypes"></a> <code>dtypes?</code></td><td>readonly <a href="/api/core/type-aliases/DType.html"><code>DType</code></a>[]</td><td>Leaves out the cases of float dtypes that are not listed. A backend fits here: <code>cases(backend)</code> uses those that it declares. Default: all.</td></tr><tr><td><a id="property-kernels"></a> <code>kernels?</code></td><td>readonly <code>string</code>[]</td><td>Only the cases of these kernels: <code>matmul</code>, <code>fused.dense</code>, <code>storage</code>. Default: all.</td></tr><tr><td><a id="property-filter"></a> <code>filter?</code></td><td><code>string</code></td><td>Only the cases whose name contains this text, ignoring case: <code>matmul float64 17x5x3</code>. Default: all.</td></tr><tr><td><a id="property-excluded"></a> <code>excluded?</code></td><td><code>ReadonlySet</code>&lt;<code>string</code>&gt;</td><td>Names of cases to leave out, such as declared deviations of either backend. Default: none.</td></tr><tr><td><a id="property-oncase"></a> <code>onCase?</code></td><td>(<code>done</code>, <code>total</code>) =&gt; <code>void</code></td><td>Called after each case. Default: none.</td></tr><tr><td><a id="property-signal"></a> <code>signal?</code></td><td><code>AbortSignal</code></td><td>Ends the comparison before the next case: the promise rejects with the signal&#39;s reason. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/CompareOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CompareOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CompareOptions as default
};
