import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CasesOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/CasesOptions.md","filePath":"docs/api/conformance/interfaces/CasesOptions.md"}');
const _sfc_main = { name: "api/conformance/interfaces/CasesOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="casesoptions" tabindex="-1">CasesOptions <a class="header-anchor" href="#casesoptions" aria-label="Permalink to &quot;CasesOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/cases.ts#L35" target="_blank" rel="noreferrer">packages/conformance/src/cases.ts:35</a></p><p>Which cases to run, and how strictly.</p><h2 id="extended-by" tabindex="-1">Extended by <a class="header-anchor" href="#extended-by" aria-label="Permalink to &quot;Extended by&quot;">​</a></h2><ul><li><a href="/api/conformance/vitest/interfaces/DescribeOptions.html"><code>DescribeOptions</code></a></li><li><a href="/api/conformance/interfaces/RunOptions.html"><code>RunOptions</code></a></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-dtypes"></a> <code>dtypes?</code></td><td>readonly <a href="/api/core/type-aliases/DType.html"><code>DType</code></a>[]</td><td>Leaves out the cases of float dtypes that are not listed. A backend fits here: <code>cases(backend)</code> uses those that it declares. Default: all.</td></tr><tr><td><a id="property-kernels"></a> <code>kernels?</code></td><td>readonly <code>string</code>[]</td><td>Only the cases of these kernels: <code>matmul</code>, <code>fused.dense</code>, <code>storage</code>. Default: all.</td></tr><tr><td><a id="property-filter"></a> <code>filter?</code></td><td><code>string</code></td><td>Only the cases whose name contains this text, ignoring case: <code>matmul float64 17x5x3</code>. Default: all.</td></tr><tr><td><a id="property-ulps"></a> <code>ulps?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<a href="/api/core/type-aliases/FloatDType.html"><code>FloatDType</code></a>, <code>Readonly</code>&lt;<code>Record</code>&lt;<a href="/api/conformance/type-aliases/UnaryKernel.html"><code>UnaryKernel</code></a>, <code>number</code>&gt;&gt;&gt;&gt;</td><td>Largest errors of exp, log and the like, if your backend promises stricter ones. Default: <code>DEFAULT_ULPS</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/CasesOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CasesOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CasesOptions as default
};
