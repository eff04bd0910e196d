import { QbIcon } from "questboard";

const ICONS = { xp: "bolt", coins: "coin", badge: "medal", item: "gift", boost: "rocket", freeze: "shield", title: "crown" };

export default {
  components: { QbIcon },
  props: { heading: String, goods: Array, empty: Array, note: String },
  emits: ["act"],
  methods: { icon: (kind) => ICONS[kind] || "gift" },
  template: `
    <section class="qb-card qb-goods" :aria-label="heading">
      <header class="qb-card-head"><h2>{{ heading }}</h2><span v-if="note" class="qb-quiet" data-testid="note">{{ note }}</span></header>
      <ul v-if="goods.length" class="qb-goods-list">
        <li v-for="one in goods" :key="one.id" class="qb-good" :class="{ 'is-off': one.off }" :data-kind="one.kind">
          <span class="qb-mission-mark"><QbIcon :name="icon(one.kind)" :size="18" /></span>
          <div class="qb-good-body">
            <div class="qb-mission-head"><h3>{{ one.name }}</h3>
              <span class="qb-mission-rewards"><span v-for="chip in one.chips" :key="chip" class="qb-chip">{{ chip }}</span></span></div>
            <p v-if="one.text" class="qb-mission-text">{{ one.text }}</p>
            <p v-if="one.meta" class="qb-good-meta">{{ one.meta }}</p>
          </div>
          <div v-if="one.actions.length || one.price" class="qb-good-do">
            <span v-if="one.price" class="qb-good-price"><QbIcon name="coin" :size="15" />{{ one.price }}<span class="qb-hidden"> coins</span></span>
            <button v-for="action in one.actions" :key="action.key" type="button" class="qb-button" :class="{ 'is-primary': action.primary, 'is-quiet': action.quiet }"
              :aria-label="action.label + ': ' + one.name" :disabled="action.off" @click="$emit('act', { key: action.key, id: one.id })">{{ action.label }}</button>
          </div>
        </li>
      </ul>
      <div v-else class="qb-empty"><QbIcon :name="empty[0]" :size="28" /><p><b>{{ empty[1] }}</b></p><p>{{ empty[2] }}</p></div>
    </section>`,
};
