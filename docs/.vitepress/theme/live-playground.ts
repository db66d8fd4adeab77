import { withBase } from 'vitepress';
import { defineComponent, h, onMounted, ref } from 'vue';

/**
 * The playground, within a page. Until it is there you see the slot, a picture of it. It loads with the page's script,
 * at the first interaction, so it costs nothing before.
 */
export const LivePlayground = defineComponent({
  setup(_, { slots }) {
    const isWanted = ref(false);
    const isThere = ref(false);
    onMounted(() => {
      isWanted.value = true;
    });
    const frame = () =>
      h('iframe', {
        src: withBase('/playground/'),
        title: 'Draw a digit, and a network reads it',
        onLoad: () => {
          isThere.value = true;
        },
      });
    return () =>
      h('div', { class: ['live-playground', isThere.value && 'there'] }, [
        h('div', { inert: isThere.value }, slots['default']?.()),
        isWanted.value && frame(),
      ]);
  },
});
