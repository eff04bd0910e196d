import { QbAvatar, QbIcon, number } from "questboard";

export default {
  components: { QbAvatar, QbIcon },
  props: { heading: String, units: Array, top: Array, around: Array, hidden: Boolean, more: String, teams: Boolean, best: String, insight: String },
  computed: {
    groups() {
      return [this.top, this.around].filter((rows) => rows.length);
    },
  },
  methods: { number },
  template: `
    <section class="qb-card qb-board" :aria-label="heading">
      <header class="qb-card-head"><h2>{{ heading }}</h2>
        <a v-if="more" :href="more" class="qb-more">Board<QbIcon name="right" :size="14" /></a>
      </header>
      <p v-if="insight" class="qb-board-insight"><QbIcon name="target" :size="16" />{{ insight }}</p>
      <template v-if="groups.length">
        <template v-for="(rows, group) in groups" :key="group">
          <p v-if="group" class="qb-board-gap">{{ teams ? "Your team" : "Around you" }}</p>
          <TransitionGroup tag="ol" name="qb-list" class="qb-board-rows">
            <li v-for="row in rows" :key="row.id" :class="{ 'is-me': row.mine, ['is-rank-' + row.rank]: row.rank <= 3 }"
                :aria-current="row.mine ? 'true' : undefined">
              <span class="qb-board-rank">{{ row.rank }}</span>
              <QbAvatar :name="row.name" :src="row.avatar_url" :size="32" />
              <span class="qb-board-name"><b>{{ row.name }}</b><small>{{ row.note }}</small></span>
              <span class="qb-board-score">{{ number(row.score) }}<small>{{ units[row.score === 1 ? 0 : 1] }}</small></span>
            </li>
          </TransitionGroup>
        </template>
      </template>
      <div v-else class="qb-empty"><QbIcon name="board" :size="28" /><p><b>A fresh start</b></p><p>{{ teams ? "No team is on this board yet." : "Nobody is on this board yet. The first one stands on top." }}</p></div>
      <p v-if="best" class="qb-note"><QbIcon name="medal" :size="16" />{{ best }}</p>
      <p v-if="hidden" class="qb-note"><QbIcon name="eye" :size="16" />You are hidden: nobody sees you on a board.</p>
    </section>`,
};
