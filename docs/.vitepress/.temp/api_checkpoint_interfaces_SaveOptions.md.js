import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"SaveOptions","description":"","frontmatter":{},"headers":[],"relativePath":"api/checkpoint/interfaces/SaveOptions.md","filePath":"docs/api/checkpoint/interfaces/SaveOptions.md"}');
const _sfc_main = { name: "api/checkpoint/interfaces/SaveOptions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="saveoptions" tabindex="-1">SaveOptions <a class="header-anchor" href="#saveoptions" aria-label="Permalink to &quot;SaveOptions&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/checkpoint/src/model/save-load.ts#L17" target="_blank" rel="noreferrer">packages/checkpoint/src/model/save-load.ts:17</a></p><p>Options of <code>saveModel</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-weights"></a> <code>weights?</code></td><td><a href="/api/checkpoint/type-aliases/ReducedDType.html"><code>ReducedDType</code></a></td><td>Stores the weights in fewer bits, for a small download. <code>loadModel</code> returns them in the model&#39;s dtype, but rounded. Older versions of this package cannot load such a model. Default: keep every bit.</td></tr><tr><td><a id="property-locktimeout"></a> <code>lockTimeout?</code></td><td><code>number</code></td><td>How long to wait for another save to the same folder, in milliseconds; Infinity waits forever. Default: 60,000.</td></tr><tr><td><a id="property-mayreplace"></a> <code>mayReplace?</code></td><td>(<code>existing</code>) =&gt; <code>void</code></td><td>Called with the description of the model that is about to be replaced. Throw an error to keep that model: the folder stays unchanged, and <code>saveModel</code> rejects with your error. Default: replace it.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/checkpoint/interfaces/SaveOptions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SaveOptions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SaveOptions as default
};
