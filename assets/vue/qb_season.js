import { QbIcon, number } from "questboard";

/** A season with its clock: one's own numbers, the next prize, what the team does together. `large` heads a page. */
export default {
  components: { QbIcon },
  props: { season: Object, large: Boolean },
  computed: {
    card() {
      return this.season || {};
    },
    theme() {
      return this.season ? `qb-theme-${this.card.theme}` : "";
    },
    figures() {
      const { xp, missions, badges, streak } = this.card;
      const all = [
        [number(xp), "XP"],
        [number(missions), missions === 1 ? "mission" : "missions"],
        [number(badges), badges === 1 ? "badge" : "badges"],
        [number(streak), streak === 1 ? "day in a row" : "days in a row"],
      ];
      return this.large ? all : all.slice(0, 2);
    },
    next() {
      return this.card.prizes?.find((prize) => !prize.reached);
    },
  },
  methods: {
    number,
    scale(share) {
      return `scaleX(${Math.max(0, Math.min(1, share))})`;
    },
  },
  template: `
    <section v-show="season" class="qb-card qb-season" :class="[theme, { 'is-large': large }]" :aria-label="'Season ' + card.name">
      <template v-if="season">
        <header class="qb-season-head">
          <p class="qb-season-kind"><QbIcon name="flag" :size="14" />Season</p>
          <p class="qb-season-clock"><QbIcon name="clock" :size="14" />{{ card.clock }}</p>
        </header>
        <h1 v-if="large">{{ card.name }}</h1>
        <h2 v-else><a :href="card.href">{{ card.name }}</a></h2>
        <p v-if="card.sentence" class="qb-season-sentence">{{ card.sentence }}</p>
        <div class="qb-season-path" role="img" :aria-label="card.span + ', ' + card.clock"><span :style="{ transform: scale(card.passed) }"></span></div>
        <p class="qb-season-span">{{ card.span }}</p>
        <dl v-if="card.began" class="qb-season-figures">
          <div v-for="figure in figures" :key="figure[1]"><dt>{{ figure[1] }}</dt><dd>{{ figure[0] }}</dd></div>
        </dl>
        <div v-if="next && card.began && !large" class="qb-season-next">
          <p><span>{{ next.bar }}</span><b>{{ next.gives }}</b></p>
          <div class="qb-bar is-small" role="progressbar" :aria-valuenow="Math.round(next.share * 100)" aria-valuemin="0" aria-valuemax="100" :aria-label="next.bar">
            <span :style="{ transform: scale(next.share) }"></span></div>
        </div>
        <ul v-if="card.together.length && !large" class="qb-season-together">
          <li v-for="goal in card.together" :key="goal.id">
            <p><QbIcon name="people" :size="14" /><span>{{ goal.title }}</span><b>{{ goal.line }}</b></p>
            <div class="qb-bar is-small" aria-hidden="true"><span :style="{ transform: scale(goal.progress) }"></span></div>
          </li>
        </ul>
        <a v-if="card.recap" class="qb-button is-primary" :href="card.recap">Look back</a>
      </template>
    </section>`,
};
