import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"RunIdentity","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/RunIdentity.md","filePath":"docs/api/core/interfaces/RunIdentity.md"}');
const _sfc_main = { name: "api/core/interfaces/RunIdentity.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="runidentity" tabindex="-1">RunIdentity <a class="header-anchor" href="#runidentity" aria-label="Permalink to &quot;RunIdentity&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-state.ts#L14" target="_blank" rel="noreferrer">packages/core/src/training/train-state.ts:14</a></p><p>What identifies a run. A training resumes only if all of these are the same.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-seed"></a> <code>seed</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-examples"></a> <code>examples</code></td><td><code>number</code></td><td>Examples in the data set.</td></tr><tr><td><a id="property-batchsize"></a> <code>batchSize</code></td><td><code>number</code></td><td>Examples per step.</td></tr><tr><td><a id="property-shuffle"></a> <code>shuffle</code></td><td><code>boolean</code></td><td>-</td></tr><tr><td><a id="property-parts"></a> <code>parts?</code></td><td><code>number</code></td><td>Into how many parts each batch is cut, at least; 0: never. Undefined in a run that nabla 0.1 began.</td></tr><tr><td><a id="property-schedule"></a> <code>schedule</code></td><td><a href="/api/core/interfaces/TypedConfig.html"><code>TypedConfig</code></a> | <code>null</code></td><td>The schedule of the learning rate; null without one.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/RunIdentity.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RunIdentity = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RunIdentity as default
};
