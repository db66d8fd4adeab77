import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"0002 Layers compute forward and backward by hand, without a tape","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0002-layers-without-a-tape.md","filePath":"docs/decisions/0002-layers-without-a-tape.md"}');
const _sfc_main = { name: "decisions/0002-layers-without-a-tape.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="_0002-layers-compute-forward-and-backward-by-hand-without-a-tape" tabindex="-1">0002 Layers compute forward and backward by hand, without a tape <a class="header-anchor" href="#_0002-layers-compute-forward-and-backward-by-hand-without-a-tape" aria-label="Permalink to &quot;0002 Layers compute forward and backward by hand, without a tape&quot;">​</a></h1><p>2026-11-25. Replaced by <a href="/decisions/0017-modules-are-forward-only.html">0017</a>.</p><h2 id="context" tabindex="-1">Context <a class="header-anchor" href="#context" aria-label="Permalink to &quot;Context&quot;">​</a></h2><p>Automatic differentiation records operations on a tape. That is general, but it hides what this project wants to show: how the gradient of a network is computed.</p><h2 id="decision" tabindex="-1">Decision <a class="header-anchor" href="#decision" aria-label="Permalink to &quot;Decision&quot;">​</a></h2><p>A layer is one file with <code>forward(parameters, x, context) → [y, saved]</code> and <code>backward(parameters, saved, dY, needDX) → [dX, gradients]</code>. It keeps nothing between steps; <code>Sequential</code> carries the saved tensors. Every pass runs in one <code>scope</code>, so a layer may create temporary tensors without releasing them.</p><p>A Dense layer followed by ReLU runs as one step (<code>Layer.fuse</code>). The backend adds the bias and applies ReLU while the rows are in the cache. It reads relu&#39; from y &gt; 0, so the pre-activation need not be kept. Parameter names and configs do not change.</p><h2 id="consequences" tabindex="-1">Consequences <a class="header-anchor" href="#consequences" aria-label="Permalink to &quot;Consequences&quot;">​</a></h2><p>All the mathematics of a layer fits on one screen. A new layer needs a derivative written by hand, and gradient checks to prove it. The first layer skips dX, the largest product of its backward pass.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/decisions/0002-layers-without-a-tape.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0002LayersWithoutATape = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0002LayersWithoutATape as default
};
