import { QbIcon, number } from "questboard";

/** Prizes of a season: what each asks for, what it gives, and how far one is. */
export default {
  components: { QbIcon },
  props: { prizes: Array, closed: Boolean },
  methods: {
    number,
    scale(share) {
      return `scaleX(${Math.max(0, Math.min(1, share))})`;
    },
  },
  template: `
    <section v-show="prizes.length" class="qb-card qb-prizes" aria-label="Prizes">
      <header class="qb-card-head"><h2>Prizes</h2></header>
      <p class="qb-text">For everybody who gets there. Nobody has to be before anybody else.</p>
      <ul>
        <li v-for="prize in prizes" :key="prize.bar" :class="{ 'is-reached': prize.reached }">
          <span class="qb-mission-mark" aria-hidden="true"><QbIcon :name="prize.reached ? 'check' : 'gift'" :size="18" /></span>
          <div>
            <p class="qb-prize-line"><b>{{ prize.bar }}<span v-if="prize.reached" class="qb-hidden"> (reached)</span></b><span class="qb-chip qb-chip-xp">{{ prize.gives }}</span></p>
            <div v-if="!prize.reached && !closed" class="qb-bar is-small" aria-hidden="true"><span :style="{ transform: scale(prize.share) }"></span></div>
            <small v-if="!closed">{{ prize.reached ? "Reached. It is yours when the season is decided." : number(prize.have) + " of " + number(prize.at_least) }}</small>
            <small v-else-if="prize.reached">Reached</small>
          </div>
        </li>
      </ul>
    </section>`,
};
