import { QbIcon, QbMedal, moment } from "questboard";

const Badge = {
  components: { QbIcon, QbMedal },
  props: { badge: Object, zone: String, compact: Boolean },
  methods: { moment },
  template: `
    <li :class="{ 'is-locked': !badge.earned_at }">
      <QbMedal :tier="badge.tier" :art="badge.art" :locked="!badge.earned_at" :size="compact ? 56 : 84" />
      <div class="qb-badge-text">
        <component :is="compact ? 'h3' : 'h4'" class="qb-badge-name">{{ badge.name }}<span v-if="badge.repeatable && badge.count > 1" class="qb-chip">×{{ badge.count }}<span class="qb-hidden"> times earned</span></span></component>
        <template v-if="!compact">
          <p>{{ badge.description }}</p>
          <p class="qb-badge-meta"><span class="qb-tier-name" :class="'qb-tier-' + badge.tier">{{ badge.tier }}</span>
            <span v-if="badge.secret"><QbIcon name="eye" :size="14" /> Secret</span><span v-else class="qb-badge-type">{{ badge.type }}</span>
            <span v-if="badge.repeatable"><QbIcon name="repeat" :size="14" /> Repeatable</span></p>
          <p v-if="badge.rarity" class="qb-badge-meta"><span>{{ badge.rarity }}</span></p>
          <p v-if="badge.earned_at" class="qb-badge-meta"><span>Earned <time :datetime="badge.earned_at">{{ moment(badge.earned_at, zone) }}</time></span></p>
        </template>
        <span v-if="!badge.earned_at" class="qb-hidden">not earned yet</span>
      </div>
    </li>`,
};

export default {
  components: { Badge, QbIcon },
  props: { heading: String, groups: Array, zone: String, compact: Boolean, more: String },
  template: `
    <section class="qb-card qb-badges" :class="{ 'is-compact': compact }" :aria-label="heading">
      <header class="qb-card-head"><h2>{{ heading }}</h2><a v-if="more" :href="more" class="qb-more">Collection<QbIcon name="right" :size="14" /></a></header>
      <section v-for="group in groups" :key="group.title" class="qb-badge-group" :aria-label="group.title || heading">
        <header v-if="group.title"><h3>{{ group.title }}</h3><span class="qb-quiet">{{ group.earned }} of {{ group.badges.length }}</span></header>
        <ul class="qb-badge-list"><Badge v-for="badge in group.badges" :key="badge.id" :badge="badge" :zone="zone" :compact="compact" /></ul>
      </section>
      <div v-if="!groups.length" class="qb-empty"><QbIcon name="medal" :size="28" /><p><b>No badges yet</b></p><p>Missions that carry a badge show it beside their XP.</p></div>
    </section>`,
};
