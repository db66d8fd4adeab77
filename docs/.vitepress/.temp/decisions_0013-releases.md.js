import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"0013 A release command of our own","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0013-releases.md","filePath":"docs/decisions/0013-releases.md"}');
const _sfc_main = { name: "decisions/0013-releases.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="_0013-a-release-command-of-our-own" tabindex="-1">0013 A release command of our own <a class="header-anchor" href="#_0013-a-release-command-of-our-own" aria-label="Permalink to &quot;0013 A release command of our own&quot;">​</a></h1><p>2026-11-25, replaced by <a href="/decisions/0026-checks-and-releases.html">0026</a> on 2026-11-27</p><p>A command, <code>npm run release</code>, versioned, checked, packed, published and tagged from the maintainer&#39;s machine. It could be stopped at any step: until the commit it restored the working tree, and after the commit it continued with what was missing. It wrote a bill of materials for each package, and a rehearsal ran it against a local registry.</p><p>It worked, but it had 1,700 lines with their tests and rehearsal. Nearly all of that protected a person&#39;s working tree during the release. A hosted workflow starts from a clean checkout, so it does not need this protection.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/decisions/0013-releases.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0013Releases = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0013Releases as default
};
