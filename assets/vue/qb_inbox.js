import { QbIcon, day, hour, moment, number } from "questboard";

const ICONS = { level: "sunrise", mission: "target", step: "flag", badge: "medal", retired: "clock", kudos: "heart", follow: "people", duel: "flag" };

export default {
  components: { QbIcon },
  props: { notes: Array, unread: Number, zone: String, older: String, newest: String },
  emits: ["read"],
  watch: {
    // The button that was pressed is gone; whoever uses a keyboard goes on at the heading.
    unread(now) {
      if (!now && this.pressed) this.$nextTick(() => this.$refs.heading.focus());
      this.pressed = false;
    },
  },
  computed: {
    heading() {
      return this.unread ? `${number(this.unread)} unread` : "All read";
    },
    days() {
      const days = new Map();
      for (const note of this.notes) {
        const name = day(note.at, this.zone);
        days.set(name, [...(days.get(name) || []), note]);
      }
      return [...days];
    },
  },
  methods: {
    hour,
    moment,
    icon: (note) => ICONS[note.kind] || "bell",
    press() {
      this.pressed = true;
      this.$emit("read");
    },
  },
  template: `
    <section class="qb-card qb-inbox" aria-label="Inbox">
      <template v-if="notes.length">
        <header class="qb-card-head">
          <h2 ref="heading" tabindex="-1">{{ heading }}</h2>
          <button v-if="unread" type="button" class="qb-button is-small" @click="press"><QbIcon name="check" :size="16" />Mark all read</button>
        </header>
        <section v-for="[name, lines] in days" :key="name" class="qb-inbox-day" :aria-label="name">
          <h3>{{ name }}</h3>
          <ol class="qb-feed-list">
            <li v-for="note in lines" :key="note.id" :class="{ 'is-unread': !note.read }">
              <span class="qb-feed-mark" aria-hidden="true"><QbIcon :name="icon(note)" :size="17" /></span>
              <div class="qb-feed-body">
                <p class="qb-feed-text"><a :href="note.href"><b>{{ note.title }}</b></a><span v-if="!note.read" class="qb-hidden"> (unread)</span></p>
                <p class="qb-inbox-text">{{ note.text }}</p>
              </div>
              <time class="qb-inbox-time" :datetime="note.at" :title="moment(note.at, zone)">{{ hour(note.at, zone) }}</time>
            </li>
          </ol>
        </section>
        <nav v-if="older || newest" class="qb-inbox-pages" aria-label="Pages">
          <a v-if="newest" class="qb-button is-small" :href="newest">The newest</a>
          <a v-if="older" class="qb-button is-small" :href="older">Older</a>
        </nav>
      </template>
      <div v-else class="qb-empty">
        <QbIcon name="bell" :size="28" />
        <p><b>{{ newest ? "Nothing older" : "Nothing here yet" }}</b></p>
        <p v-if="newest"><a class="qb-more" :href="newest">Back to the newest</a></p>
        <p v-else>Finish a mission, reach a level or earn a badge, and it is kept here for you.</p>
      </div>
    </section>`,
};
