import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Parameter","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/Parameter.md","filePath":"docs/api/core/interfaces/Parameter.md"}');
const _sfc_main = { name: "api/core/interfaces/Parameter.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="parameter" tabindex="-1">Parameter <a class="header-anchor" href="#parameter" aria-label="Permalink to &quot;Parameter&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/modules/parameter.ts#L6" target="_blank" rel="noreferrer">packages/core/src/modules/parameter.ts:6</a></p><p>A tensor that training changes, with its name in the network: <code>0.weight</code>. Optimizers replace its elements in place.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-name"></a> <code>name</code></td><td><code>string</code></td><td>-</td></tr><tr><td><a id="property-value"></a> <code>value</code></td><td><a href="/api/core/classes/Tensor.html"><code>Tensor</code></a></td><td>-</td></tr><tr><td><a id="property-trainable"></a> <code>trainable?</code></td><td><code>boolean</code></td><td>False for a parameter that its module updates itself, such as running statistics. Default: true.</td></tr><tr><td><a id="property-frozen"></a> <code>frozen?</code></td><td><code>boolean</code></td><td>Whether training leaves it alone: see <code>Parameters.freeze</code>. Default: false.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/Parameter.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Parameter = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Parameter as default
};
