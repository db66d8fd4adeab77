import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SumOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/SumOptions.md","filePath":"docs/api/core/interfaces/SumOptions.md"}');
const _sfc_main = { name: "api/core/interfaces/SumOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="sumoptions" tabindex="-1">SumOptions <a class="header-anchor" href="#sumoptions" aria-label="Permalink to &quot;SumOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/ops/ops.ts#L327" target="_blank" rel="noreferrer">packages/core/src/ops/ops.ts:327</a></p><p>Options of <code>sum</code> and <code>mean</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-axis"></a> <code>axis?</code></td><td><code>number</code> | readonly <code>number</code>[]</td><td>The axis or axes to reduce; negative ones count from the end. Default: all.</td></tr><tr><td><a id="property-keepdimensions"></a> <code>keepDimensions?</code></td><td><code>boolean</code></td><td>Whether to keep each reduced axis with length 1, so that the result broadcasts against the operand. Default: false.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/SumOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SumOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SumOptions as default
};
