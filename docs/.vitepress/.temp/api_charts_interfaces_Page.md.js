import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Page","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/Page.md","filePath":"docs/api/charts/interfaces/Page.md"}');
const _sfc_main = { name: "api/charts/interfaces/Page.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="page" tabindex="-1">Page <a class="header-anchor" href="#page" aria-label="Permalink to &quot;Page&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/page.ts#L7" target="_blank" rel="noreferrer">packages/charts/src/page.ts:7</a></p><p>A page for <code>htmlPage</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-title"></a> <code>title</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-style"></a> <code>style?</code></td><td><code>string</code></td><td>CSS to append to the style of all reports. Never put data into it. Default: none.</td></tr><tr><td><a id="property-body"></a> <code>body</code></td><td><a href="/api/charts/markup/classes/Markup.html"><code>Markup</code></a></td><td>-</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/Page.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Page = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Page as default
};
