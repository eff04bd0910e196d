import { QbIcon } from "questboard";

// What holds for a player right now, a line each, with the way to where it is decided.
export default {
  components: { QbIcon },
  props: { lines: Array },
  template: `
    <section v-show="lines.length" class="qb-card" aria-label="Right now">
      <h2>Right now</h2>
      <ul class="qb-states">
        <li v-for="line in lines" :key="line.text">
          <a :href="line.href"><QbIcon :name="line.icon" :size="18" /><span>{{ line.text }}</span></a>
        </li>
      </ul>
    </section>`,
};
