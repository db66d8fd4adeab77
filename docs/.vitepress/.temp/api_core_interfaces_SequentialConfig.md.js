import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SequentialConfig","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/SequentialConfig.md","filePath":"docs/api/core/interfaces/SequentialConfig.md"}');
const _sfc_main = { name: "api/core/interfaces/SequentialConfig.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="sequentialconfig" tabindex="-1">SequentialConfig <a class="header-anchor" href="#sequentialconfig" aria-label="Permalink to &quot;SequentialConfig&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/networks/network.ts#L71" target="_blank" rel="noreferrer">packages/core/src/networks/network.ts:71</a></p><p>A <code>Sequential</code> as JSON, which <code>networkFromConfig</code> rebuilds.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-inputshape"></a> <code>inputShape</code></td><td><a href="/api/core/type-aliases/OpenShape.html"><code>OpenShape</code></a></td><td>-</td></tr><tr><td><a id="property-layers"></a> <code>layers</code></td><td>readonly <a href="/api/core/interfaces/TypedConfig.html"><code>TypedConfig</code></a>[]</td><td>-</td></tr><tr><td><a id="property-frozen"></a> <code>frozen?</code></td><td>readonly <code>string</code>[]</td><td>The names of frozen parameters. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/SequentialConfig.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SequentialConfig = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SequentialConfig as default
};
