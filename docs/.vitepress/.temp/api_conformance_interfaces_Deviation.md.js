import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Deviation","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/Deviation.md","filePath":"docs/api/conformance/interfaces/Deviation.md"}');
const _sfc_main = { name: "api/conformance/interfaces/Deviation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="deviation" tabindex="-1">Deviation <a class="header-anchor" href="#deviation" aria-label="Permalink to &quot;Deviation&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/tolerances/deviation.ts#L9" target="_blank" rel="noreferrer">packages/conformance/src/tolerances/deviation.ts:9</a></p><p>A case that a backend is known to fail on some machines, and what it may return instead.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-case"></a> <code>case</code></td><td><code>string</code></td><td>The exact name of the case.</td></tr><tr><td><a id="property-reason"></a> <code>reason</code></td><td><code>string</code></td><td>Why, in a sentence. Reports show it.</td></tr><tr><td><a id="property-permits"></a> <code>permits</code></td><td><a href="/api/conformance/type-aliases/Permits.html"><code>Permits</code></a></td><td>What else each element of the result may be. Any other value still fails.</td></tr><tr><td><a id="property-always"></a> <code>always?</code></td><td><code>boolean</code></td><td>Whether the backend deviates on every machine. If so, a case that passes without it fails as stale; if not, the report counts the declaration as <code>unused</code>. Default: false.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/Deviation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Deviation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Deviation as default
};
