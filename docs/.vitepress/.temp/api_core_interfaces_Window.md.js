import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Window","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Window.md","filePath":"docs/api/core/interfaces/Window.md"}');
const _sfc_main = { name: "api/core/interfaces/Window.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="window" tabindex="-1">Window <a class="header-anchor" href="#window" aria-label="Permalink to &quot;Window&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/backend.ts#L230" target="_blank" rel="noreferrer">packages/core/src/backend.ts:230</a></p><p>How a window moves over images [n, height, width, channels]. For output (y, x) the window covers the rows y * stride[0] - padding[0] + i * dilation[0] for i in [0, size[0]), and likewise the columns, with index 1. What lies outside the image is padding. The shape of the output says how much of it there is at the end.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-size"></a> <code>size</code></td><td>readonly [<code>number</code>, <code>number</code>]</td><td>-</td></tr><tr><td><a id="property-stride"></a> <code>stride</code></td><td>readonly [<code>number</code>, <code>number</code>]</td><td>How far the window moves from one output to the next, &gt;= 1.</td></tr><tr><td><a id="property-dilation"></a> <code>dilation</code></td><td>readonly [<code>number</code>, <code>number</code>]</td><td>The distance between neighbours in a window, &gt;= 1. With 1 they lie side by side.</td></tr><tr><td><a id="property-padding"></a> <code>padding</code></td><td>readonly [<code>number</code>, <code>number</code>]</td><td>How far the first window reaches beyond the top and the left of the image, &gt;= 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Window.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Window = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Window as default
};
