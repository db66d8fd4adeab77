import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Deviation","description":"","frontmatter":{},"headers":[],"relativePath":"api/backend-tfjs-node/interfaces/Deviation.md","filePath":"docs/api/backend-tfjs-node/interfaces/Deviation.md"}');
const _sfc_main = { name: "api/backend-tfjs-node/interfaces/Deviation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="deviation" tabindex="-1">Deviation <a class="header-anchor" href="#deviation" aria-label="Permalink to &quot;Deviation&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/backend-tfjs-node/src/deviations/deviation.ts#L2" target="_blank" rel="noreferrer">packages/backend-tfjs-node/src/deviations/deviation.ts:2</a></p><p>A case of <code>@nablajs/conformance</code> that an engine may fail, with the values that are allowed instead.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-case"></a> <code>case</code></td><td><code>string</code></td><td>The name of the case.</td></tr><tr><td><a id="property-reason"></a> <code>reason</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-permits"></a> <code>permits</code></td><td><code>Permits</code></td><td>-</td></tr><tr><td><a id="property-always"></a> <code>always</code></td><td><code>boolean</code></td><td>Whether the engine deviates on every machine.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/backend-tfjs-node/interfaces/Deviation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Deviation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Deviation as default
};
