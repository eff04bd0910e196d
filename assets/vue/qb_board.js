import { QbAvatar, QbIcon, number } from "questboard";

export default {
  components: { QbAvatar, QbIcon },
  props: { heading: String, period: String, top: Array, around: Array, me: String, hidden: Boolean, more: String },
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
      <template v-if="groups.length">
        <template v-for="(rows, group) in groups" :key="group">
          <p v-if="group" class="qb-board-gap">Around you</p>
          <TransitionGroup tag="ol" name="qb-list" class="qb-board-rows">
            <li v-for="row in rows" :key="row.player_id" :class="{ 'is-me': row.player_id === me, ['is-rank-' + row.rank]: row.rank <= 3 }"
                :aria-current="row.player_id === me ? 'true' : undefined">
              <span class="qb-board-rank">{{ row.rank }}</span>
              <QbAvatar :name="row.name" :src="row.avatar_url" :size="32" />
              <span class="qb-board-name"><b>{{ row.name }}</b><small>{{ row.player_id === me ? "You · level " : "Level " }}{{ row.level }}</small></span>
              <span class="qb-board-xp">{{ number(row.xp) }}<small> XP</small></span>
            </li>
          </TransitionGroup>
        </template>
      </template>
      <div v-else class="qb-empty"><QbIcon name="board" :size="28" /><p><b>A fresh start</b></p><p>Nobody has earned XP {{ period }} yet. The first one stands on top.</p></div>
      <p v-if="hidden" class="qb-note"><QbIcon name="eye" :size="16" />You are hidden: nobody sees you on a board.</p>
    </section>`,
};
