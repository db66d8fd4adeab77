import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ImageForm","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/type-aliases/ImageForm.md","filePath":"docs/api/datasets/type-aliases/ImageForm.md"}');
const _sfc_main = { name: "api/datasets/type-aliases/ImageForm.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="imageform" tabindex="-1">ImageForm <a class="header-anchor" href="#imageform" aria-label="Permalink to &quot;ImageForm&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> ImageForm</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> =</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> object</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/images/image-form.ts#L17" target="_blank" rel="noreferrer">packages/datasets/src/images/image-form.ts:17</a></p><p>Says how an image of any size becomes a network&#39;s input [height, width, channels], and what the outputs mean. It is plain JSON, so you can save it with the model.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-type"></a> <code>type</code></td><td><code>&quot;images&quot;</code></td><td>-</td></tr><tr><td><a id="property-height"></a> <code>height</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-width"></a> <code>width</code></td><td><code>number</code></td><td>-</td></tr><tr><td><a id="property-channels"></a> <code>channels</code></td><td><code>1</code> | <code>3</code></td><td>1: grey. 3: red, green and blue.</td></tr><tr><td><a id="property-normalisation"></a> <code>normalisation</code></td><td><a href="/api/datasets/type-aliases/Normalisation.html"><code>Normalisation</code></a></td><td>How the bytes become inputs.</td></tr><tr><td><a id="property-placement"></a> <code>placement</code></td><td><a href="/api/datasets/type-aliases/Placement.html"><code>Placement</code></a></td><td>How the image is placed in the frame.</td></tr><tr><td><a id="property-classes"></a> <code>classes</code></td><td>readonly <code>string</code>[]</td><td>The names of the classes, in the order of the network&#39;s outputs.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/type-aliases/ImageForm.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ImageForm = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ImageForm as default
};
