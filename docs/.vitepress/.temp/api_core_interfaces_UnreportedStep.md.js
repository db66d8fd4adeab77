import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"UnreportedStep","description":"","frontmatter":{},"headers":[],"relativePath":"api/core/interfaces/UnreportedStep.md","filePath":"docs/api/core/interfaces/UnreportedStep.md"}');
const _sfc_main = { name: "api/core/interfaces/UnreportedStep.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="unreportedstep" tabindex="-1">UnreportedStep <a class="header-anchor" href="#unreportedstep" aria-label="Permalink to &quot;UnreportedStep&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/core/src/training/train-state.ts#L49" target="_blank" rel="noreferrer">packages/core/src/training/train-state.ts:49</a></p><p>A finished step whose event was not yielded yet.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-step"></a> <code>step</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-rows"></a> <code>rows</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-loss"></a> <code>loss</code></td><td><code>number</code></td><td>The mean.</td></tr><tr><td><a id="property-logs"></a> <code>logs?</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>number</code>&gt;&gt;</td><td>The means of what <code>withLogs</code> adds. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/core/interfaces/UnreportedStep.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const UnreportedStep = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  UnreportedStep as default
};
