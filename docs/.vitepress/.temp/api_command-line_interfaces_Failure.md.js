import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"Failure","description":"","frontmatter":{},"headers":[],"relativePath":"api/command-line/interfaces/Failure.md","filePath":"docs/api/command-line/interfaces/Failure.md"}');
const _sfc_main = { name: "api/command-line/interfaces/Failure.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="failure" tabindex="-1">Failure <a class="header-anchor" href="#failure" aria-label="Permalink to &quot;Failure&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/command-line/src/exit.ts#L71" target="_blank" rel="noreferrer">packages/command-line/src/exit.ts:71</a></p><p>How a command fails.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-message"></a> <code>message</code></td><td><code>string</code></td><td>One line, without the leading <code>nabla: </code>.</td></tr><tr><td><a id="property-exitcode"></a> <code>exitCode</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-commands"></a> <code>commands?</code></td><td>readonly <a href="/api/command-line/type-aliases/CommandHint.html"><code>CommandHint</code></a>[]</td><td>Commands to show below the message. Default: none.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/command-line/interfaces/Failure.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Failure = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Failure as default
};
