import { _ as _export_sfc, s as ssrRenderAttrs_1, v as vueExports } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const __pageData = JSON.parse('{"title":"ImageFolder","description":"","frontmatter":{},"headers":[],"relativePath":"api/datasets/interfaces/ImageFolder.md","filePath":"docs/api/datasets/interfaces/ImageFolder.md"}');
const _sfc_main = { name: "api/datasets/interfaces/ImageFolder.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs_1(_attrs)}><h1 id="imagefolder" tabindex="-1">ImageFolder <a class="header-anchor" href="#imagefolder" aria-label="Permalink to &quot;ImageFolder&quot;">​</a></h1><p>Defined in: <a href="https://github.com/nablajs/nabla/blob/main/packages/datasets/src/idx/idx-folder.ts#L14" target="_blank" rel="noreferrer">packages/datasets/src/idx/idx-folder.ts:14</a></p><p>The images and labels in a folder of four IDX files.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th></tr></thead><tbody><tr><td><a id="property-train"></a> <code>train</code></td><td><a href="/api/datasets/interfaces/LabelledImages.html"><code>LabelledImages</code></a></td></tr><tr><td><a id="property-test"></a> <code>test</code></td><td><a href="/api/datasets/interfaces/LabelledImages.html"><code>LabelledImages</code></a></td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("docs/api/datasets/interfaces/ImageFolder.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ImageFolder = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ImageFolder as default
};
