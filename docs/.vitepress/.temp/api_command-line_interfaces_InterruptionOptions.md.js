import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"InterruptionOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/InterruptionOptions.md","filePath":"docs/api/command-line/interfaces/InterruptionOptions.md"}');
const _sfc_main = { name: "api/command-line/interfaces/InterruptionOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="interruptionoptions" tabindex="-1">InterruptionOptions <a class="header-anchor" href="#interruptionoptions" aria-label="Permalink to &quot;InterruptionOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/interruption.ts#L14" target="_blank" rel="noreferrer">packages/command-line/src/interruption.ts:14</a></p><p>Options of <code>Interruption</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-onstop"></a> <code>onStop</code></td><td>(<code>signal</code>) =&gt; <code>void</code></td><td>Called on the first signal.</td></tr><tr><td><a id="property-exit"></a> <code>exit</code></td><td>(<code>code</code>) =&gt; <code>void</code></td><td>Called on the second signal, to end the process.</td></tr><tr><td><a id="property-undernpm"></a> <code>underNpm?</code></td><td><code>boolean</code></td><td>Whether npm, or a similar tool, runs this process. Default: whether <code>npm_lifecycle_event</code> is set.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/InterruptionOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const InterruptionOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  InterruptionOptions as default
};
