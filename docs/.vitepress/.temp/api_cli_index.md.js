import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"@nablajs/cli","description":"","frontmatter":{},"headers":[],"relativePath":"api/cli/index.md","filePath":"docs/api/cli/index.md"}');
const _sfc_main = { name: "api/cli/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="nablajs-cli" tabindex="-1">@nablajs/cli <a class="header-anchor" href="#nablajs-cli" aria-label="Permalink to &quot;@nablajs/cli&quot;">​</a></h1><p>The types of <code>nabla.config.ts</code>.</p><h2 id="type-aliases" tabindex="-1">Type Aliases <a class="header-anchor" href="#type-aliases" aria-label="Permalink to &quot;Type Aliases&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Type Alias</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/cli/type-aliases/NablaConfig.html">NablaConfig</a></td><td>The settings in a config file. Every key is optional.</td></tr></tbody></table><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Function</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/cli/functions/defineConfig.html">defineConfig</a></td><td>Returns the config that you pass. In a <code>nabla.config.ts</code> it gives your editor the types of the settings.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/cli/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
