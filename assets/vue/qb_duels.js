import { QbIcon } from "questboard";

// Some duels of one player. A duel that has begun shows how far both sides are.
export default {
  components: { QbIcon },
  props: { heading: String, duels: Array, emptyText: String },
  emits: ["act"],
  methods: {
    percent: (share) => Math.round(100 * share),
    day: (text) => new Intl.DateTimeFormat("en", { day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(text + "T12:00:00Z")),
  },
  template: `
    <section class="qb-card" :aria-label="heading">
      <h2>{{ heading }}</h2>
      <ul v-if="duels.length" class="qb-duels">
        <li v-for="duel in duels" :key="duel.id">
          <p class="qb-duel-head"><b>{{ duel.title }}</b><span v-if="duel.ended" class="qb-chip is-good">{{ duel.ended }}</span><span v-if="duel.reward" class="qb-chip qb-chip-xp">{{ duel.reward }}</span></p>
          <p class="qb-quiet">{{ duel.text }}<template v-if="duel.first_day"> · {{ day(duel.first_day) }}<template v-if="duel.last_day !== duel.first_day"> to {{ day(duel.last_day) }}</template></template></p>
          <dl v-if="duel.first_day" class="qb-duel-sides">
            <template v-for="side in duel.sides" :key="side.name">
              <dt>{{ side.name }}</dt>
              <dd><div class="qb-bar is-small" aria-hidden="true"><span :style="{ transform: 'scaleX(' + side.share + ')' }"></span></div></dd>
              <dd class="qb-duel-number">{{ side.number }}</dd>
            </template>
          </dl>
          <ul v-if="duel.steps.length" class="qb-duel-steps" :aria-label="'What you have of ' + duel.title">
            <li v-for="step in duel.steps" :key="step.text" :class="{ 'is-met': step.met }"><QbIcon :name="step.met ? 'check' : 'target'" :size="16" />{{ step.text }}</li>
          </ul>
          <div v-if="duel.actions.length" class="qb-actions">
            <button v-for="action in duel.actions" :key="action.key" type="button" class="qb-button is-small" :class="action.tone && 'is-' + action.tone"
                    :aria-label="action.describe" @click="$emit('act', { key: action.key, id: duel.id })">{{ action.label }}</button>
          </div>
        </li>
      </ul>
      <div v-else class="qb-empty"><QbIcon name="flag" :size="28" /><p>{{ emptyText }}</p></div>
    </section>`,
};
