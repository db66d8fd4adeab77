import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Logs","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Logs.md","filePath":"docs/api/core/interfaces/Logs.md"}');
const _sfc_main = { name: "api/core/interfaces/Logs.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="logs" tabindex="-1">Logs <a class="header-anchor" href="#logs" aria-label="Permalink to &quot;Logs&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/losses/loss.ts#L23" target="_blank" rel="noreferrer">packages/core/src/losses/loss.ts:23</a></p><p>Numbers to report with a loss. <code>withLogs</code> makes them.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-names"></a> <code>names</code></td><td>readonly <code>string</code>[]</td><td>-</td></tr><tr><td><a id="property-numbers"></a> <code>numbers</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>[2 k] The sum and the weight of each.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Logs.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Logs = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Logs as default
};
