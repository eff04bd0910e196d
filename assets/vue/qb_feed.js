import { QbAvatar, QbIcon, QbWhy, ago, coins, moment, number, signed } from "questboard";

export default {
  components: { QbAvatar, QbIcon, QbWhy },
  props: { heading: String, lines: Array, scope: String, zone: String, canGrow: Boolean, connect: Object, asks: Boolean },
  emits: ["scope", "older", "why"],
  data() {
    return { newest: this.top(), fresh: new Set() };
  },
  watch: {
    lines() {
      const news = this.lines.filter((line) => line.id > this.newest).map((line) => line.id);
      this.newest = Math.max(this.newest, this.top());
      if (this.switching) return (this.switching = false);
      news.forEach((id) => this.fresh.add(id));
      setTimeout(() => news.forEach((id) => this.fresh.delete(id)), 3200);
    },
  },
  methods: {
    ago,
    coins,
    moment,
    number,
    signed,
    top() {
      return this.lines.reduce((most, line) => Math.max(most, line.id), 0);
    },
    mark(line) {
      if (line.amount < 0 || line.coins < 0) return "minus";
      return line.where || line.url ? "bolt" : "target";
    },
    choose(scope) {
      if (scope === this.scope) return;
      this.switching = true;
      this.$emit("scope", scope);
    },
  },
  template: `
    <section class="qb-card qb-feed" aria-label="Activity">
      <header class="qb-card-head">
        <h2>{{ heading }}</h2>
        <div v-if="scope" class="qb-segments" role="group" aria-label="Whose activity">
          <button type="button" :aria-pressed="scope === 'you'" @click="choose('you')">You</button>
          <button type="button" :aria-pressed="scope === 'everyone'" @click="choose('everyone')">Everyone</button>
        </div>
      </header>
      <TransitionGroup v-if="lines.length" tag="ol" name="qb-list" class="qb-feed-list">
        <li v-for="line in lines" :key="line.id" :class="{ 'is-fresh': fresh.has(line.id), 'is-taken': line.amount <= 0 && line.coins <= 0 }">
          <span v-if="scope === 'you'" class="qb-feed-mark" aria-hidden="true"><QbIcon :name="mark(line)" :size="17" /></span>
          <QbAvatar v-else :name="line.player_name" :src="line.avatar_url" :size="34" />
          <div class="qb-feed-body">
            <p class="qb-feed-text"><template v-if="scope !== 'you'"><b>{{ line.player_name }}</b>{{ line.where || line.url ? " " : " · " }}</template>{{ line.text }}<span v-if="line.where" class="qb-feed-where"> · {{ line.where }}</span></p>
            <p class="qb-feed-why">{{ line.why }} <QbWhy v-if="asks" :about="line.text" @ask="$emit('why', line.id)" /></p>
          </div>
          <div class="qb-feed-side">
            <span v-if="line.amount || !line.coins" class="qb-feed-amount">{{ signed(line.amount) }}<small> XP</small></span>
            <span v-if="line.coins" class="qb-feed-amount is-coins">{{ coins(line.coins) }}</span>
            <span class="qb-feed-meta">
              <a v-if="line.url" :href="line.url" target="_blank" rel="noopener noreferrer nofollow" :aria-label="'Open the evidence: ' + line.text"><QbIcon name="external" :size="14" /></a>
              <time :datetime="line.at" :title="moment(line.at, zone)">{{ ago(line.at) }}</time>
            </span>
          </div>
        </li>
      </TransitionGroup>
      <button v-if="lines.length && canGrow" type="button" class="qb-button is-quiet qb-feed-more" @click="$emit('older')">Show older</button>
      <div v-if="!lines.length" class="qb-empty">
        <QbIcon name="pulse" :size="28" />
        <p><b>{{ scope === "everyone" ? "Nothing has happened yet" : "Your first line is waiting" }}</b></p>
        <p>Merge a pull request, review one or close an issue, and it appears here within a second, with the reason for every XP.</p>
        <details v-if="connect">
          <summary>Send a first delivery from the command line</summary>
          <pre tabindex="0"><code>{{ connect.command }}</code></pre>
        </details>
      </div>
    </section>`,
};
