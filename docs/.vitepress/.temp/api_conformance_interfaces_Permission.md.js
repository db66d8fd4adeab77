import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Permission","description":"","frontmatter":{},"headers":[],"relativePath":"api/conformance/interfaces/Permission.md","filePath":"docs/api/conformance/interfaces/Permission.md"}');
const _sfc_main = { name: "api/conformance/interfaces/Permission.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="permission" tabindex="-1">Permission <a class="header-anchor" href="#permission" aria-label="Permalink to &quot;Permission&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/conformance/src/tolerances/permission.ts#L11" target="_blank" rel="noreferrer">packages/conformance/src/tolerances/permission.ts:11</a></p><p>How a kernel may differ from its definition. An element passes if it is right, or if it is what the definition returns after these changes. Each element is judged separately.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-operand"></a> <code>operand?</code></td><td>(<code>element</code>, <code>position</code>) =&gt; <code>number</code></td><td>Replaces an element of a float operand; <code>position</code> counts the operands from 0. Default: unchanged.</td></tr><tr><td><a id="property-result"></a> <code>result?</code></td><td>(<code>element</code>) =&gt; <code>number</code></td><td>Replaces an element of the result, of the same operands or of those from <code>operand</code>. Default: unchanged.</td></tr><tr><td><a id="property-absolute"></a> <code>absolute?</code></td><td><code>number</code></td><td>How far an element may be from any of these, in addition to the case&#39;s gate. Default: 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/conformance/interfaces/Permission.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Permission = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Permission as default
};
