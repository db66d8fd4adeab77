import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ParameterGroup","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/ParameterGroup.md","filePath":"docs/api/core/interfaces/ParameterGroup.md"}');
const _sfc_main = { name: "api/core/interfaces/ParameterGroup.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="parametergroup" tabindex="-1">ParameterGroup <a class="header-anchor" href="#parametergroup" aria-label="Permalink to &quot;ParameterGroup&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/optimizers/parameter-groups.ts#L8" target="_blank" rel="noreferrer">packages/core/src/optimizers/parameter-groups.ts:8</a></p><p>Optimizer options for some parameters: <code>{ names: [&#39;*.bias&#39;], weightDecay: 0 }</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-names"></a> <code>names</code></td><td>readonly <code>string</code>[]</td><td>Names of parameters (<code>0.weight</code>) or patterns in which <code>*</code> stands for any characters (<code>*.bias</code>). At least one.</td></tr><tr><td><a id="property-weightdecay"></a> <code>weightDecay?</code></td><td><code>number</code></td><td>Replaces the optimizer&#39;s <code>weightDecay</code>; &gt;= 0. Default: the optimizer&#39;s.</td></tr><tr><td><a id="property-learningratefactor"></a> <code>learningRateFactor?</code></td><td><code>number</code></td><td>Multiplies the optimizer&#39;s learning rate; &gt;= 0. Default: 1.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/ParameterGroup.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ParameterGroup = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ParameterGroup as default
};
