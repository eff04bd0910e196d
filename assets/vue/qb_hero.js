import { QbIcon, number, tween, until } from "questboard";

const MARKS = { done: "check", freeze: "snow", repair: "snow", grace: "shield", off: "minus" };
const ROUND = 2 * Math.PI * 52;

export default {
  components: { QbIcon },
  props: { name: String, xp: Number, today: Number, week: Number, level: Object, streak: Object, rank: Number, coins: Number, title: String, boosts: Array },
  data() {
    return { marks: MARKS, shown: this.xp, turning: false, share: 0, gained: 0 };
  },
  mounted() {
    requestAnimationFrame(() => (this.share = this.target));
  },
  watch: {
    xp(now, before) {
      this.gained = now - before;
      tween(this.shown, now, 900, (value) => (this.shown = Math.round(value)));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.gained = 0), 2600);
    },
    "level.number"(now, before) {
      if (now <= before) return (this.share = this.target);
      this.share = 1;
      setTimeout(() => {
        this.turning = true;
        this.share = 0;
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            this.turning = false;
            this.share = this.target;
          }),
        );
      }, 700);
    },
    target(now) {
      if (this.share !== 1) this.share = now;
    },
  },
  computed: {
    target() {
      return Math.max(0, Math.min(1, this.level.into / this.level.span));
    },
    dash() {
      return { strokeDasharray: ROUND, strokeDashoffset: ROUND * (1 - this.share) };
    },
    missing() {
      return this.level.span - this.level.into;
    },
    days() {
      return this.streak.recent.map(({ period: day, spell, note }) => {
        const done = spell === "done";
        const date = new Date(day + "T12:00:00Z");
        const name = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
        const short = new Intl.DateTimeFormat("en", { weekday: "narrow", timeZone: "UTC" });
        const said = note || { done: "active", freeze: "a freeze was used", repair: "repaired", grace: "forgiven" }[spell];
        return { day, done, spell, letter: short.format(date), label: `${name.format(date)}: ${said || "no activity"}` };
      });
    },
    streakLine() {
      if (this.streak.risk) return this.streak.risk;
      if (this.streak.advice) return this.streak.advice;
      if (!this.streak.length) return "One activity on a working day starts a streak.";
      if (!this.streak.done) return `Your best is ${this.streak.best}.`;
      return this.streak.length >= this.streak.best ? "Your best so far. Today counts." : `Today counts. Your best is ${this.streak.best}.`;
    },
  },
  methods: { number, until },
  template: `
    <section class="qb-card qb-hero" aria-label="Your level">
      <div class="qb-ring" :class="{ 'is-gaining': gained > 0 }" role="img"
           :aria-label="'Level ' + level.number + ', ' + number(level.into) + ' of ' + number(level.span) + ' XP'">
        <svg viewBox="0 0 120 120" aria-hidden="true" focusable="false">
          <defs>
            <linearGradient id="qb-dawn" x1="0" y1="1" x2="1" y2="0">
              <stop offset="0" class="qb-stop-1" /><stop offset="0.6" class="qb-stop-2" /><stop offset="1" class="qb-stop-3" />
            </linearGradient>
          </defs>
          <circle class="qb-ring-ticks" cx="60" cy="60" r="44.5" />
          <circle class="qb-ring-track" cx="60" cy="60" r="52" />
          <circle class="qb-ring-fill" :class="{ 'is-turning': turning }" cx="60" cy="60" r="52" :style="dash" />
        </svg>
        <span class="qb-ring-text"><small>Level</small><b>{{ level.number }}</b></span>
      </div>
      <div class="qb-hero-main">
        <p class="qb-hero-name">{{ name }}<span v-if="level.title"> · {{ level.title }}</span><b v-if="title" class="qb-player-title"> · {{ title }}</b></p>
        <p class="qb-hero-xp"><b data-testid="xp">{{ number(shown) }}</b> <span>XP</span>
          <Transition name="qb-rise"><em v-if="gained > 0">+{{ number(gained) }}</em></Transition>
        </p>
        <p class="qb-hero-next"><b>{{ number(missing) }} XP</b> to level {{ level.number + 1 }}</p>
        <p v-for="boost in boosts" :key="boost.id" class="qb-hero-boost"><QbIcon name="bolt" :size="15" /><b>XP × {{ boost.factor / 1000 }}</b> {{ boost.title }} · ends {{ until(boost.ends_at) }}</p>
        <dl class="qb-stats">
          <div><dt>Today</dt><dd>{{ number(today) }}<small>XP</small></dd></div>
          <div><dt>This week</dt><dd>{{ number(week) }}<small>XP</small></dd></div>
          <div v-if="coins !== null && coins !== undefined"><dt>Coins</dt><dd data-testid="coins">{{ number(coins) }}</dd></div>
          <div v-if="rank"><dt>Rank<span class="qb-hidden"> this week</span></dt><dd>#{{ number(rank) }}</dd></div>
        </dl>
      </div>
      <div v-if="streak" class="qb-streak" :class="{ 'is-lit': streak.length && streak.done }">
        <p class="qb-streak-head">
          <span class="qb-streak-flame"><QbIcon name="flame" :size="20" /></span>
          <span><b>{{ streak.length }}</b> {{ streak.unit }}</span>
        </p>
        <ol class="qb-streak-days" aria-label="The last working days">
          <li v-for="(entry, index) in days" :key="entry.day" :class="{ ['is-' + entry.spell]: true, 'is-today': index === days.length - 1 }" :title="entry.label">
            <span class="qb-streak-dot"><QbIcon v-if="marks[entry.spell]" :name="marks[entry.spell]" :size="12" /></span>
            <span aria-hidden="true">{{ entry.letter }}</span><span class="qb-hidden">{{ entry.label }}</span>
          </li>
        </ol>
        <p class="qb-streak-line">{{ streakLine }}</p>
      </div>
    </section>`,
};
