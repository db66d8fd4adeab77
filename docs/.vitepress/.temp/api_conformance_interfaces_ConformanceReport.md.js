import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ConformanceReport","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/ConformanceReport.md","filePath":"docs/api/conformance/interfaces/ConformanceReport.md"}');
const _sfc_main = { name: "api/conformance/interfaces/ConformanceReport.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="conformancereport" tabindex="-1">ConformanceReport <a class="header-anchor" href="#conformancereport" aria-label="Permalink to &quot;ConformanceReport&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/run-conformance.ts#L32" target="_blank" rel="noreferrer">packages/conformance/src/run-conformance.ts:32</a></p><p>The report of <code>runConformance</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-ok"></a> <code>ok</code></td><td><code>boolean</code></td><td>Whether no case failed and at most <code>MAXIMUM_DECLARED</code> of the applicable ones are declared, used or not. With <code>filter</code> the share of declared cases is not judged.</td></tr><tr><td><a id="property-passed"></a> <code>passed</code></td><td><code>number</code></td><td>Numbers of cases. Together they are all that were chosen.</td></tr><tr><td><a id="property-failed"></a> <code>failed</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-declared"></a> <code>declared</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-notapplicable"></a> <code>notApplicable</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-unused"></a> <code>unused</code></td><td><code>number</code></td><td>How many passed although they are declared: this machine does not need the declaration.</td></tr><tr><td><a id="property-problem"></a> <code>problem?</code></td><td><code>string</code></td><td>What is wrong with the report as a whole: too many declarations.</td></tr><tr><td><a id="property-cases"></a> <code>cases</code></td><td>readonly <a href="/api/conformance/interfaces/CaseResult.html"><code>CaseResult</code></a>[]</td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/ConformanceReport.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ConformanceReport = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ConformanceReport as default
};
