import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CSVLoggerOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/callbacks/interfaces/CSVLoggerOptions.md","filePath":"docs/api/core/callbacks/interfaces/CSVLoggerOptions.md"}');
const _sfc_main = { name: "api/core/callbacks/interfaces/CSVLoggerOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="csvloggeroptions" tabindex="-1">CSVLoggerOptions <a class="header-anchor" href="#csvloggeroptions" aria-label="Permalink to &quot;CSVLoggerOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/callbacks/csv-logger.ts#L9" target="_blank" rel="noreferrer">packages/core/src/callbacks/csv-logger.ts:9</a></p><p>Options of <code>CSVLogger</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name?</code></td><td><code>string</code></td><td>Identifies the callback&#39;s state in a checkpoint. Default: <code>csvLogger</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/callbacks/interfaces/CSVLoggerOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CSVLoggerOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CSVLoggerOptions as default
};
