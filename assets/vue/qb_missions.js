import { QbIcon, number, until, past } from "questboard";

const WINDOWS = { daily: "Daily", weekly: "Weekly" };

const Mission = {
  components: { QbIcon },
  props: { mission: Object },
  data: () => ({ grew: false }),
  watch: {
    "mission.value"(now, before) {
      if (now <= before) return;
      this.grew = true;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.grew = false), 2200);
    },
  },
  computed: {
    done() {
      return Boolean(this.mission.completed_at);
    },
    open() {
      return !this.done || this.grew;
    },
    percent() {
      return Math.round(Math.max(0, Math.min(1, this.mission.progress)) * 100);
    },
    rhythm() {
      return WINDOWS[this.mission.window];
    },
    closing() {
      const end = this.mission.ends_at;
      if (!end || this.done) return null;
      return past(end) ? "ended" : `ends ${until(end)}`;
    },
  },
  methods: { number },
  template: `
    <li class="qb-mission" :class="{ 'is-done': done, 'has-grown': grew }">
      <span class="qb-mission-mark" aria-hidden="true"><QbIcon :name="done ? 'check' : 'target'" :size="18" /></span>
      <div class="qb-mission-body">
        <div class="qb-mission-head">
          <h3>{{ mission.title }}</h3>
          <span class="qb-mission-rewards">
            <span v-if="mission.badge_name" class="qb-chip"><QbIcon name="medal" :size="14" />{{ mission.badge_name }}</span>
            <span v-if="mission.xp" class="qb-chip qb-chip-xp">+{{ number(mission.xp) }} XP</span>
          </span>
        </div>
        <p v-if="mission.description && open" class="qb-mission-text">{{ mission.description }}</p>
        <div v-if="open" class="qb-bar" role="progressbar" :aria-valuenow="percent" aria-valuemin="0" aria-valuemax="100"
             :aria-label="mission.title" :aria-valuetext="mission.line">
          <span :style="{ transform: 'scaleX(' + percent / 100 + ')' }"></span>
        </div>
        <p class="qb-mission-foot">
          <span class="qb-mission-line">{{ done ? "Completed" : mission.line }}</span>
          <span v-if="rhythm" class="qb-quiet"><QbIcon name="repeat" :size="14" />{{ rhythm }}</span>
          <span v-if="closing" class="qb-quiet"><QbIcon name="clock" :size="14" />{{ closing }}</span>
        </p>
      </div>
    </li>`,
};

export default {
  components: { Mission, QbIcon },
  props: { heading: String, missions: Array, emptyTitle: String, emptyText: String, more: String },
  template: `
    <section class="qb-card qb-missions" :aria-label="heading || 'Missions'">
      <header v-if="heading" class="qb-card-head"><h2>{{ heading }}</h2><a v-if="more" :href="more" class="qb-more">All missions<QbIcon name="right" :size="14" /></a></header>
      <TransitionGroup v-if="missions.length" tag="ul" name="qb-list" class="qb-mission-list">
        <Mission v-for="mission in missions" :key="mission.id" :mission="mission" />
      </TransitionGroup>
      <div v-else class="qb-empty"><QbIcon name="target" :size="28" /><p><b>{{ emptyTitle }}</b></p><p>{{ emptyText }}</p></div>
    </section>`,
};
