import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"@nablajs/charts/markup","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/markup/index.md","filePath":"docs/api/charts/markup/index.md"}');
const _sfc_main = { name: "api/charts/markup/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="nablajs-charts-markup" tabindex="-1">@nablajs/charts/markup <a class="header-anchor" href="#nablajs-charts-markup" aria-label="Permalink to &quot;@nablajs/charts/markup&quot;">​</a></h1><p>HTML from templates that escape values, and safe text; it does not load ECharts.</p><h2 id="classes" tabindex="-1">Classes <a class="header-anchor" href="#classes" aria-label="Permalink to &quot;Classes&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Class</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/charts/markup/classes/Markup.html">Markup</a></td><td>HTML that is safe to insert into a page.</td></tr></tbody></table><h2 id="type-aliases" tabindex="-1">Type Aliases <a class="header-anchor" href="#type-aliases" aria-label="Permalink to &quot;Type Aliases&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Type Alias</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/charts/markup/type-aliases/MarkupPart.html">MarkupPart</a></td><td>A value that a template accepts.</td></tr></tbody></table><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Function</th><th>Description</th></tr></thead><tbody><tr><td><a href="/api/charts/markup/functions/html.html">html</a></td><td>A template tag for HTML. It escapes values, in text and in quoted attributes, and joins lists.</td></tr><tr><td><a href="/api/charts/markup/functions/plainText.html">plainText</a></td><td>Returns a text on one line, with a question mark in place of each invisible character.</td></tr><tr><td><a href="/api/charts/markup/functions/wrapText.html">wrapText</a></td><td>Breaks a text at its spaces into lines of at most <code>width</code> characters. Longer words are cut.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/markup/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
