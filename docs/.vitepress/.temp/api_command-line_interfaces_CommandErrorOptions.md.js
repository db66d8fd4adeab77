import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"CommandErrorOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/CommandErrorOptions.md","filePath":"docs/api/command-line/interfaces/CommandErrorOptions.md"}');
const _sfc_main = { name: "api/command-line/interfaces/CommandErrorOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="commanderroroptions" tabindex="-1">CommandErrorOptions <a class="header-anchor" href="#commanderroroptions" aria-label="Permalink to &quot;CommandErrorOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/exit.ts#L23" target="_blank" rel="noreferrer">packages/command-line/src/exit.ts:23</a></p><p>Options of <code>CommandError</code>.</p><h2 id="extends" tabindex="-1">Extends <a class="header-anchor" href="#extends" aria-label="Permalink to &quot;Extends&quot;">​</a></h2><ul><li><code>ErrorOptions</code></li></ul><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-commands"></a> <code>commands?</code></td><td>readonly <a href="/api/command-line/type-aliases/CommandHint.html"><code>CommandHint</code></a>[]</td><td>Commands to show below the message, one a line: what the user can type instead. Default: none.</td></tr><tr><td><a id="property-cause"></a> <code>cause?</code></td><td><code>unknown</code></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/CommandErrorOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const CommandErrorOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  CommandErrorOptions as default
};
