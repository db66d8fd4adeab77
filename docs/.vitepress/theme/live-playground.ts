import { withBase } from 'vitepress';
import { defineComponent, h } from 'vue';

/**
 * The playground's Train view, within a page. The slot is a picture of it, which shows until the view is there and says
 * so by `data-ready`. The view begins when you see it. None of this waits for the page's own script, which only loads
 * at the first interaction.
 */
export const LivePlayground = defineComponent({
  props: { settings: { type: String, required: true } },
  setup({ settings }, { slots }) {
    return () =>
      h('div', { class: 'live-playground' }, [
        slots['default']?.(),
        h('iframe', {
          src: withBase(`/playground/#train?${settings}`),
          title: 'A network that learns while you read',
          loading: 'lazy',
        }),
      ]);
  },
});
