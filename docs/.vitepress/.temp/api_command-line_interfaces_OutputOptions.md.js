import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"OutputOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/OutputOptions.md","filePath":"docs/api/command-line/interfaces/OutputOptions.md"}');
const _sfc_main = { name: "api/command-line/interfaces/OutputOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="outputoptions" tabindex="-1">OutputOptions <a class="header-anchor" href="#outputoptions" aria-label="Permalink to &quot;OutputOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/output.ts#L27" target="_blank" rel="noreferrer">packages/command-line/src/output.ts:27</a></p><p>Options of <code>Output</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-quiet"></a> <code>quiet</code></td><td><code>boolean</code></td><td>Whether to write results only, without notes.</td></tr><tr><td><a id="property-json"></a> <code>json?</code></td><td><code>boolean</code></td><td>Whether results are JSON lines; then there is no progress bar. Default: false.</td></tr><tr><td><a id="property-stdout"></a> <code>stdout?</code></td><td><a href="/api/command-line/interfaces/TextStream.html"><code>TextStream</code></a></td><td>Default: <code>process.stdout</code>.</td></tr><tr><td><a id="property-stderr"></a> <code>stderr?</code></td><td><a href="/api/command-line/interfaces/TextStream.html"><code>TextStream</code></a></td><td>Default: <code>process.stderr</code>.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/OutputOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const OutputOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  OutputOptions as default
};
