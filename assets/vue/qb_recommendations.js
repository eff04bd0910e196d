import { QbIcon } from "questboard";

const MARKS = { mission: "target", quest: "compass", badge: "medal", streak: "flame" };

export default {
  components: { QbIcon },
  props: { items: Array, calm: Boolean },
  methods: {
    mark: (item) => MARKS[item.about],
    scale(share) {
      return `scaleX(${Math.max(0, Math.min(1, share))})`;
    },
  },
  template: `
    <section v-show="items.length" class="qb-card qb-next" aria-label="Next for you">
      <header class="qb-card-head">
        <h2>Next for you</h2>
        <p v-if="calm" class="qb-next-calm"><QbIcon name="moon" :size="14" />No hurry, this can wait</p>
      </header>
      <TransitionGroup tag="ul" name="qb-list" class="qb-next-list">
        <li v-for="item in items" :key="item.mission_id || item.about">
          <span class="qb-mission-mark" aria-hidden="true"><QbIcon :name="mark(item)" :size="18" /></span>
          <div class="qb-next-body">
            <h3><a v-if="item.href" :href="item.href">{{ item.title }}</a><template v-else>{{ item.title }}</template>
              <span v-if="item.href" class="qb-hidden"> ({{ item.about }})</span></h3>
            <p class="qb-next-reason">{{ item.reason }}</p>
            <div v-if="item.progress" class="qb-bar is-small" aria-hidden="true"><span :style="{ transform: scale(item.progress) }"></span></div>
          </div>
        </li>
      </TransitionGroup>
    </section>`,
};
