import { QbIcon, QbSteps, QbWhy, coins, number, past, until } from "questboard";

const KINDS = { mission: "Mission", quest: "Quest", achievement: "Achievement" };
const MARKS = { mission: "target", quest: "compass", achievement: "medal" };
const RHYTHMS = { daily: "Daily", weekly: "Weekly", monthly: "Monthly", season: "This season" };
const OVER = { completed: "Completed", failed: "You put it down", expired: "Time ran out" };

const Mission = {
  components: { QbIcon, QbSteps, QbWhy },
  props: { mission: Object, asks: Boolean, compact: Boolean, accepts: Boolean },
  emits: ["why", "accept", "abandon"],
  data: () => ({ grew: false }),
  watch: {
    "mission.progress"(now, before) {
      if (now <= before) return;
      this.grew = true;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.grew = false), 2200);
    },
    "mission.standing"() {
      if (this.pressed) this.$nextTick(this.keepFocus);
      this.pressed = false;
    },
  },
  computed: {
    done() {
      return this.mission.standing === "completed";
    },
    over() {
      return OVER[this.mission.standing];
    },
    open() {
      return !this.over || this.grew;
    },
    quest() {
      return this.mission.kind === "quest";
    },
    offered() {
      return this.quest && this.mission.standing === "not_started";
    },
    again() {
      return this.quest && ["failed", "expired"].includes(this.mission.standing);
    },
    walking() {
      return this.quest && this.mission.standing === "in_progress";
    },
    several() {
      return this.open && this.mission.conditions.length > 1;
    },
    percent() {
      return Math.round(Math.max(0, Math.min(1, this.mission.progress)) * 100);
    },
    mark() {
      return this.done ? "check" : this.over ? "minus" : MARKS[this.mission.kind];
    },
    kind() {
      return KINDS[this.mission.kind];
    },
    rhythm() {
      return RHYTHMS[this.mission.window];
    },
    together() {
      const { scope, team } = this.mission;
      if (scope === "guild") return "Everybody together";
      return scope === "team" ? team || "As a team" : null;
    },
    places() {
      const places = this.mission.places;
      return places ? `For the first ${places > 1 ? number(places) : "one"}` : null;
    },
    closing() {
      const end = this.mission.ends_at;
      if (!end || this.over) return null;
      return past(end) ? "ended" : `ends ${until(end)}`;
    },
    steps() {
      const count = this.mission.steps.length;
      return count === 1 ? "1 step" : `${count} steps`;
    },
  },
  methods: {
    coins,
    number,
    scale(share) {
      return `scaleX(${Math.max(0, Math.min(1, share))})`;
    },
    press(what) {
      this.pressed = true;
      this.$emit(what);
    },
    // The button that was pressed is gone; whoever uses a keyboard goes on at this mission.
    keepFocus() {
      if (document.activeElement === document.body) this.$refs.title.focus();
    },
  },
  template: `
    <li class="qb-mission" :class="{ 'is-done': done, 'is-over': over && !done, 'has-grown': grew }">
      <span class="qb-mission-mark" aria-hidden="true"><QbIcon :name="mark" :size="18" /></span>
      <div class="qb-mission-body">
        <div class="qb-mission-head">
          <h3 :id="mission.id" ref="title" tabindex="-1">{{ mission.title }}</h3>
          <span class="qb-mission-rewards">
            <span v-if="mission.badge_name" class="qb-chip"><QbIcon name="medal" :size="14" />{{ mission.badge_name }}</span>
            <span v-if="mission.xp" class="qb-chip qb-chip-xp">+{{ number(mission.xp) }} XP</span>
            <span v-if="mission.coins" class="qb-chip qb-chip-coins"><QbIcon name="coin" :size="14" />{{ coins(mission.coins) }}</span>
            <span v-for="one in mission.more" :key="one" class="qb-chip"><QbIcon name="gift" :size="14" />{{ one }}</span>
          </span>
        </div>
        <p v-if="mission.description && open" class="qb-mission-text">{{ mission.description }}</p>
        <div v-if="open && !offered" class="qb-bar" role="progressbar" :aria-valuenow="percent" aria-valuemin="0" aria-valuemax="100"
             :aria-label="mission.title" :aria-valuetext="mission.line">
          <span :style="{ transform: scale(percent / 100) }"></span>
        </div>
        <ul v-if="several" class="qb-condition-lines" :aria-label="'Conditions of ' + mission.title">
          <li v-for="(condition, index) in mission.conditions" :key="index" :class="{ 'is-met': condition.met }">
            <span class="qb-condition-mark" aria-hidden="true"><QbIcon v-if="condition.met" name="check" :size="13" /></span>
            <span class="qb-condition-text">{{ condition.text }}<span v-if="condition.met" class="qb-hidden"> (met)</span></span>
            <span class="qb-bar is-small" aria-hidden="true"><span :style="{ transform: scale(condition.share) }"></span></span>
            <QbWhy v-if="asks" :about="condition.text + ', ' + mission.title" @ask="$emit('why')" />
          </li>
        </ul>
        <QbSteps v-if="walking && !compact" :steps="mission.steps" walking />
        <details v-else-if="offered && !compact" class="qb-disclosure"><summary><QbIcon name="right" :size="14" />{{ steps }}</summary><QbSteps :steps="mission.steps" /></details>
        <p v-if="mission.standing === 'waiting'" class="qb-mission-waiting"><QbIcon name="clock" :size="14" />Reached. Decided when the window closes.</p>
        <p class="qb-mission-foot">
          <span class="qb-mission-now"><b v-if="!offered" class="qb-mission-line">{{ over || mission.line }}</b>
            <QbWhy v-if="asks && !several" :about="mission.title" @ask="$emit('why')" /></span>
          <span v-if="mission.tier && !over">On the way to <b class="qb-tier-name" :class="'qb-tier-' + mission.tier">{{ mission.tier }}</b></span>
          <span v-if="together"><QbIcon name="people" :size="14" />{{ together }}</span>
          <span v-if="places"><QbIcon name="flag" :size="14" />{{ places }}</span>
          <span v-if="rhythm"><QbIcon name="repeat" :size="14" />{{ rhythm }}</span><span v-else>{{ kind }}</span>
          <span v-if="closing"><QbIcon name="clock" :size="14" />{{ closing }}</span>
        </p>
        <div v-if="accepts && (offered || again || walking)" class="qb-actions">
          <button v-if="offered" type="button" class="qb-button is-primary is-small" :aria-label="'Accept ' + mission.title" @click="press('accept')">Accept</button>
          <button v-else-if="again" type="button" class="qb-button is-small" :aria-label="'Try again: ' + mission.title" @click="press('accept')">Try again</button>
          <button v-else type="button" class="qb-button is-small" :aria-label="'Abandon ' + mission.title" @click="press('abandon')">Abandon</button>
        </div>
      </div>
    </li>`,
};

export default {
  components: { Mission, QbIcon },
  props: {
    heading: String,
    missions: Array,
    emptyTitle: String,
    emptyText: String,
    more: Object,
    asks: Boolean,
    accepts: Boolean,
    compact: Boolean,
    atFirst: Number,
  },
  emits: ["why", "accept", "abandon"],
  data: () => ({ unfolded: false }),
  computed: {
    folded() {
      return Boolean(this.atFirst) && !this.unfolded && this.missions.length > this.atFirst;
    },
    shown() {
      return this.folded ? this.missions.slice(0, this.atFirst) : this.missions;
    },
  },
  mounted() {
    this.follow();
  },
  methods: {
    // A link may lead to one of these, which were not there yet when the browser looked for it.
    follow() {
      const at = this.missions.findIndex((mission) => mission.id === location.hash.slice(1));
      if (at < 0) return;
      this.unfolded ||= Boolean(this.atFirst) && at >= this.atFirst;
      this.$nextTick(() => {
        const found = this.$el.querySelectorAll("h3")[at];
        found?.scrollIntoView();
        found?.focus({ preventScroll: true });
      });
    },
    // The button goes; whoever uses a keyboard goes on at the first one that was hidden.
    unfold() {
      this.unfolded = true;
      this.$nextTick(() => this.$el.querySelectorAll("h3")[this.atFirst]?.focus());
    },
  },
  template: `
    <section class="qb-card qb-missions" :aria-label="heading || 'Missions'">
      <header v-if="heading" class="qb-card-head"><h2>{{ heading }}</h2><a v-if="more" :href="more.href" class="qb-more">{{ more.text }}<QbIcon name="right" :size="14" /></a></header>
      <TransitionGroup v-if="missions.length" tag="ul" name="qb-list" class="qb-mission-list">
        <Mission v-for="mission in shown" :key="mission.id" :mission="mission" :asks="asks" :accepts="accepts" :compact="compact"
                 @why="$emit('why', mission.id)" @accept="$emit('accept', mission.id)" @abandon="$emit('abandon', mission.id)" />
      </TransitionGroup>
      <div v-else class="qb-empty"><QbIcon name="target" :size="28" /><p><b>{{ emptyTitle }}</b></p><p>{{ emptyText }}</p></div>
      <button v-if="folded" type="button" class="qb-button is-quiet qb-feed-more" @click="unfold">Show all {{ missions.length }}</button>
    </section>`,
};
