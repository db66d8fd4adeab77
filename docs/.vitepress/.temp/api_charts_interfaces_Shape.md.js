import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Shape","description":"","frontmatter":{},"headers":[],"relativePath":"api/charts/interfaces/Shape.md","filePath":"docs/api/charts/interfaces/Shape.md"}');
const _sfc_main = { name: "api/charts/interfaces/Shape.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="shape" tabindex="-1">Shape <a class="header-anchor" href="#shape" aria-label="Permalink to &quot;Shape&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/charts/src/shapes.ts#L12" target="_blank" rel="noreferrer">packages/charts/src/shapes.ts:12</a></p><p>A shape, which ECharts calls an element. <code>rect</code>, <code>line</code> and <code>text</code> create them.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-type"></a> <code>type</code></td><td><code>&quot;text&quot;</code> | <code>&quot;rect&quot;</code> | <code>&quot;line&quot;</code></td><td>-</td></tr><tr><td><a id="property-shape"></a> <code>shape?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>number</code>&gt;&gt;</td><td>-</td></tr><tr><td><a id="property-style"></a> <code>style</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>unknown</code>&gt;&gt;</td><td>-</td></tr><tr><td><a id="property-x"></a> <code>x?</code></td><td><code>number</code></td><td>The origin of the shape, in pixels. Default: 0 for both.</td></tr><tr><td><a id="property-y"></a> <code>y?</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-rotation"></a> <code>rotation?</code></td><td><code>number</code></td><td>Turns the shape around its origin, counterclockwise, in radians. Default: 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/charts/interfaces/Shape.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Shape = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Shape as default
};
