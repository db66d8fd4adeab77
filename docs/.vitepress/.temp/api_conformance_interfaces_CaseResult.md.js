import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CaseResult","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/CaseResult.md","filePath":"docs/api/conformance/interfaces/CaseResult.md"}');
const _sfc_main = { name: "api/conformance/interfaces/CaseResult.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="caseresult" tabindex="-1">CaseResult <a class="header-anchor" href="#caseresult" aria-label="Permalink to &quot;CaseResult&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/run-conformance.ts#L12" target="_blank" rel="noreferrer">packages/conformance/src/run-conformance.ts:12</a></p><p>The result of one case.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-kernel"></a> <code>kernel</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-dtype"></a> <code>dtype</code></td><td><a href="/api/core/type-aliases/DType.html"><code>DType</code></a></td><td>-</td></tr><tr><td><a id="property-status"></a> <code>status</code></td><td><a href="/api/conformance/type-aliases/CaseStatus.html"><code>CaseStatus</code></a></td><td>-</td></tr><tr><td><a id="property-unused"></a> <code>unused?</code></td><td><code>true</code></td><td>True if the case passed although a deviation is declared.</td></tr><tr><td><a id="property-code"></a> <code>code?</code></td><td><a href="/api/conformance/type-aliases/ConformanceErrorCode.html"><code>ConformanceErrorCode</code></a></td><td>What failed.</td></tr><tr><td><a id="property-message"></a> <code>message?</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-reason"></a> <code>reason?</code></td><td><code>string</code></td><td>The reason of a declared deviation, used or not, or why the case is not applicable.</td></tr><tr><td><a id="property-expected"></a> <code>expected?</code></td><td><code>string</code></td><td>The expected value of the worst element, if there is one.</td></tr><tr><td><a id="property-received"></a> <code>received?</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-elements"></a> <code>elements?</code></td><td><code>string</code></td><td>How many elements fail: <code>24 of 121</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/CaseResult.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CaseResult = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CaseResult as default
};
