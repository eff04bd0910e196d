import { QbIcon, QbMedal, moment } from "questboard";

export default {
  components: { QbIcon, QbMedal },
  props: { heading: String, badges: Array, players: Number, zone: String, compact: Boolean, more: String },
  methods: {
    moment,
    rarity(badge) {
      if (!badge.holders) return "Nobody holds it yet";
      const people = `Held by ${badge.holders}`;
      return this.players ? `${people} of ${this.players}` : people;
    },
  },
  template: `
    <section class="qb-card qb-badges" :class="{ 'is-compact': compact }" :aria-label="heading">
      <header class="qb-card-head"><h2>{{ heading }}</h2><a v-if="more" :href="more" class="qb-more">Collection<QbIcon name="right" :size="14" /></a></header>
      <ul v-if="badges.length" class="qb-badge-list">
        <li v-for="badge in badges" :key="badge.id" :class="{ 'is-locked': !badge.earned_at }">
          <QbMedal :tier="badge.tier" :art="badge.art" :locked="!badge.earned_at" :size="compact ? 56 : 84" />
          <div class="qb-badge-text">
            <h3>{{ badge.name }}<span v-if="badge.count > 1" class="qb-chip">×{{ badge.count }}</span></h3>
            <p v-if="!compact">{{ badge.description }}</p>
            <p class="qb-badge-meta"><span :class="'qb-tier-name qb-tier-' + badge.tier">{{ badge.tier }}</span>
              <span v-if="!compact">{{ rarity(badge) }}</span>
              <span v-if="!compact && badge.earned_at">Earned {{ moment(badge.earned_at, zone) }}</span>
              <span v-if="!badge.earned_at" class="qb-hidden">not earned yet</span></p>
          </div>
        </li>
      </ul>
      <div v-else class="qb-empty"><QbIcon name="medal" :size="28" /><p><b>No badges yet</b></p><p>Missions that carry a badge show it beside their XP.</p></div>
    </section>`,
};
