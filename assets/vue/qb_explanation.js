import { QbIcon, moment } from "questboard";

export default {
  components: { QbIcon },
  props: { explanation: Object, zone: String },
  emits: ["close"],
  methods: { moment },
  template: `
    <div v-if="explanation" class="qb-explanation">
      <header><h2>{{ explanation.title }}</h2>
        <button type="button" class="qb-icon-button" aria-label="Close" @click="$emit('close')"><QbIcon name="close" :size="18" /></button></header>
      <div class="qb-explanation-body" tabindex="0" data-autofocus role="group" aria-label="Explanation">
        <p v-for="(sentence, index) in explanation.sentences" :key="index">{{ sentence }}</p>
        <h3 v-if="explanation.evidence.length">The work behind it</h3>
        <ol v-if="explanation.evidence.length" class="qb-evidence">
          <li v-for="(one, index) in explanation.evidence" :key="index" :class="{ 'is-counted': one.counts }">
            <span class="qb-condition-mark"><QbIcon :name="one.counts ? 'check' : 'minus'" :size="13" /><span class="qb-hidden">{{ one.counts ? "Counts" : "Does not count" }}</span></span>
            <div>
              <p class="qb-evidence-text"><a v-if="one.url" :href="one.url" target="_blank" rel="noopener noreferrer nofollow">{{ one.text }}</a><template v-else>{{ one.text }}</template></p>
              <p class="qb-evidence-why"><time :datetime="one.at">{{ moment(one.at, zone) }}</time> · {{ one.why }}</p>
            </div>
          </li>
        </ol>
      </div>
    </div>`,
};
