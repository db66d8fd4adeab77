import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Tolerance","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/testing/interfaces/Tolerance.md","filePath":"docs/api/core/testing/interfaces/Tolerance.md"}');
const _sfc_main = { name: "api/core/testing/interfaces/Tolerance.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="tolerance" tabindex="-1">Tolerance <a class="header-anchor" href="#tolerance" aria-label="Permalink to &quot;Tolerance&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/testing/compare.ts#L8" target="_blank" rel="noreferrer">packages/core/src/testing/compare.ts:8</a></p><p>An element passes if |actual - expected| &lt;= absolute + relative |expected|.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-relative"></a> <code>relative</code></td><td><code>number</code></td></tr><tr><td><a id="property-absolute"></a> <code>absolute</code></td><td><code>number</code></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/testing/interfaces/Tolerance.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Tolerance = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Tolerance as default
};
