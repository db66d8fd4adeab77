import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"FailureDetails","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/FailureDetails.md","filePath":"docs/api/command-line/interfaces/FailureDetails.md"}');
const _sfc_main = { name: "api/command-line/interfaces/FailureDetails.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="failuredetails" tabindex="-1">FailureDetails <a class="header-anchor" href="#failuredetails" aria-label="Permalink to &quot;FailureDetails&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/output.ts#L138" target="_blank" rel="noreferrer">packages/command-line/src/output.ts:138</a></p><p>What <code>writeFailure</code> writes below the message.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-lines"></a> <code>lines?</code></td><td>readonly <code>string</code>[]</td><td>Lines that help, such as commands. Default: none.</td></tr><tr><td><a id="property-error"></a> <code>error?</code></td><td><code>unknown</code></td><td>The error behind the message; with NABLA_DEBUG=1, its stack is written. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/FailureDetails.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FailureDetails = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FailureDetails as default
};
