import { QbIcon } from "questboard";

export default {
  components: { QbIcon },
  props: { figures: Array },
  template: `
    <dl class="qb-figures">
      <div v-for="figure in figures" :key="figure.label" class="qb-card qb-figure" :class="figure.tone && 'is-' + figure.tone">
        <dt><QbIcon :name="figure.icon" :size="17" />{{ figure.label }}</dt>
        <dd><b>{{ figure.value }}</b></dd>
        <dd><small><a v-if="figure.href" class="qb-inline-link" :href="figure.href">{{ figure.text }}</a><template v-else>{{ figure.text }}</template></small></dd>
      </div>
    </dl>`,
};
