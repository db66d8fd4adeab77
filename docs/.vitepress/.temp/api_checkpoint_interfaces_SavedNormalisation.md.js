import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SavedNormalisation","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/SavedNormalisation.md","filePath":"docs/api/checkpoint/interfaces/SavedNormalisation.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/SavedNormalisation.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="savednormalisation" tabindex="-1">SavedNormalisation <a class="header-anchor" href="#savednormalisation" aria-label="Permalink to &quot;SavedNormalisation&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/model/model-description.ts#L19" target="_blank" rel="noreferrer">packages/checkpoint/src/model/model-description.ts:19</a></p><p>How a byte becomes an input: (byte / divisor - mean) / standardDeviation.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-divisor"></a> <code>divisor</code></td><td><code>number</code></td><td>A finite number above 0.</td></tr><tr><td><a id="property-mean"></a> <code>mean?</code></td><td><code>number</code></td><td>A finite number. Default: 0.</td></tr><tr><td><a id="property-standarddeviation"></a> <code>standardDeviation?</code></td><td><code>number</code></td><td>A finite number above 0. Default: 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/SavedNormalisation.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SavedNormalisation = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SavedNormalisation as default
};
