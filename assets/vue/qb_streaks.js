import { QbIcon } from "questboard";

const MARKS = { done: "check", freeze: "snow", repair: "snow", grace: "shield", off: "minus" };
const WORDS = {
  done: "done",
  freeze: "a freeze was used",
  repair: "repaired with a freeze",
  grace: "forgiven",
  missed: "nothing",
  open: "not over yet",
};

export default {
  components: { QbIcon },
  props: { streaks: Array },
  emits: ["repair"],
  methods: {
    mark: (one) => MARKS[one.spell],
    letter(streak, one) {
      const date = new Date(one.period + "T12:00:00Z");
      if (streak.unit.startsWith("week")) return String(date.getUTCDate());
      return new Intl.DateTimeFormat("en", { weekday: "narrow", timeZone: "UTC" }).format(date);
    },
    label(streak, one) {
      const date = new Date(one.period + "T12:00:00Z");
      const format = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
      if (streak.unit.startsWith("week")) delete format.weekday;
      const name = new Intl.DateTimeFormat("en", format).format(date);
      return `${streak.unit.startsWith("week") ? "The week of " : ""}${name}: ${one.note || WORDS[one.spell]}`;
    },
    classes(streak, index, one) {
      return { [`is-${one.spell}`]: true, "is-today": index === streak.recent.length - 1 };
    },
    freezes(streak) {
      return `${streak.held} of ${streak.most} ${streak.most === 1 ? "freeze" : "freezes"}`;
    },
  },
  template: `
    <section v-show="streaks.length" class="qb-card" aria-label="Streaks">
      <header class="qb-card-head"><h2>Streaks</h2></header>
      <ul class="qb-streaks">
        <li v-for="streak in streaks" :key="streak.id" class="qb-streak-card" :class="{ 'is-lit': streak.length && streak.done }">
          <div class="qb-streak-top">
            <span class="qb-streak-flame" aria-hidden="true"><QbIcon name="flame" :size="20" /></span>
            <div class="qb-streak-title">
              <h3>{{ streak.title }}</h3>
              <p><b>{{ streak.length }}</b> {{ streak.unit }}<template v-if="streak.best"> · best {{ streak.best }}</template></p>
            </div>
            <div class="qb-streak-health" role="img" :aria-label="'Health ' + streak.health + ' of 100'">
              <b>{{ streak.health }}</b><small>health</small>
            </div>
          </div>
          <ol class="qb-streak-days" :aria-label="'The last periods of ' + streak.title">
            <li v-for="(one, index) in streak.recent" :key="one.period" :class="classes(streak, index, one)" :title="label(streak, one)">
              <span class="qb-streak-dot"><QbIcon v-if="mark(one)" :name="mark(one)" :size="12" /></span>
              <span aria-hidden="true">{{ letter(streak, one) }}</span><span class="qb-hidden">{{ label(streak, one) }}</span>
            </li>
          </ol>
          <p v-if="streak.risk" class="qb-streak-risk"><QbIcon name="clock" :size="14" />{{ streak.risk }}</p>
          <p v-if="streak.advice" class="qb-streak-advice">{{ streak.advice }}
            <button v-if="streak.repairable" type="button" class="qb-button" @click="$emit('repair', [streak.id, streak.repairable])">Use a freeze</button>
          </p>
          <div class="qb-streak-foot">
            <span v-if="streak.most" class="qb-chip"><QbIcon name="snow" :size="13" />{{ freezes(streak) }}</span>
            <details v-if="streak.log.length"><summary>What saved it</summary>
              <ul><li v-for="line in streak.log" :key="line">{{ line }}</li></ul></details>
            <details><summary>Why {{ streak.health }}?</summary>
              <ul><li v-for="line in streak.why" :key="line">{{ line }}</li></ul></details>
          </div>
        </li>
      </ul>
    </section>`,
};
