import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"@nablajs/conformance/vitest","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/vitest/index.md","filePath":"docs/api/conformance/vitest/index.md"}');
const _sfc_main = { name: "api/conformance/vitest/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="nablajs-conformance-vitest" tabindex="-1">@nablajs/conformance/vitest <a class="header-anchor" href="#nablajs-conformance-vitest" aria-label="Permalink to &quot;@nablajs/conformance/vitest&quot;">​</a></h1><p>The conformance kit as a vitest suite.</p><h2 id="interfaces" tabindex="-1">Interfaces <a class="header-anchor" href="#interfaces" aria-label="Permalink to &quot;Interfaces&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Interface</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/conformance/vitest/interfaces/DescribeOptions.html">DescribeOptions</a></td><td>Options of <code>describeConformance</code>.</td></tr></tbody></table><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Function</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/conformance/vitest/functions/describeConformance.html">describeConformance</a></td><td>Defines one test for each case and, without <code>filter</code>, one for the number of declared deviations. A declared case passes if every element is right or permitted by its declaration. Cases that the backend cannot run are skipped with a reason.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/vitest/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
