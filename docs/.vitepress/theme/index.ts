// Without fonts: the system's will do.
import DefaultTheme from 'vitepress/theme-without-fonts';
import type { App } from 'vue';
import { LivePlayground } from './live-playground.js';
import 'katex/dist/katex.min.css';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }: { readonly app: App }): void {
    app.component('LivePlayground', LivePlayground);
  },
};
