import { QbAvatar, QbIcon, ago, moment, number } from "questboard";

// Actions that are rarely wanted, behind one button. The browser closes it: Escape, or a press anywhere else.
const QbMenu = {
  components: { QbIcon },
  props: { actions: Array, handle: String, about: String },
  emits: ["act"],
  methods: {
    place(event) {
      if (event.newState !== "open") return;
      const box = this.$refs.button.getBoundingClientRect();
      const [top, bottom] = box.bottom < innerHeight * 0.6 ? [`${box.bottom + 6}px`, "auto"] : ["auto", `${innerHeight - box.top + 6}px`];
      const [left, right] = box.right < innerWidth * 0.6 ? [`${box.left}px`, "auto"] : ["auto", `${innerWidth - box.right}px`];
      this.$refs.list.style.inset = `${top} ${right} ${bottom} ${left}`;
    },
    choose(key) {
      this.$refs.list.hidePopover();
      this.$emit("act", key);
    },
  },
  template: `
    <button ref="button" type="button" class="qb-button is-small is-icon" :popovertarget="handle" :aria-label="'More for ' + about"><QbIcon name="more" :size="18" /></button>
    <div ref="list" :id="handle" popover class="qb-menu" @beforetoggle="place">
      <button v-for="action in actions" :key="action.key" type="button" :class="action.tone && 'is-' + action.tone"
              :aria-label="action.describe || action.label" @click="choose(action.key)">{{ action.label }}</button>
    </div>`,
};

// A table that becomes a stack of cards on a phone. Cells are drawn by the column's kind:
// text, code, number, time, title {title, text}, person {name, login, avatar_url, href}, chips [{text, tone}], actions [{key, label, tone, href, more}].
export default {
  components: { QbAvatar, QbIcon, QbMenu },
  props: { columns: Array, rows: Array, zone: String, caption: String, emptyIcon: String, emptyTitle: String, emptyText: String, canGrow: Boolean },
  emits: ["act", "older"],
  methods: {
    ago,
    moment,
    number,
    named(row) {
      const first = row[this.columns[0].key];
      return first.name || first.title || first;
    },
    kinds(column, row, index) {
      const value = row[column.key];
      const blank = value === null || value === undefined || value === "" || value.length === 0;
      return ["is-" + column.kind, { "is-lead": index === 0, "is-blank": blank }];
    },
  },
  template: `
    <div>
      <div v-if="rows.length" class="qb-table-wrap">
        <table class="qb-table">
          <caption class="qb-hidden">{{ caption }}</caption>
          <thead><tr><th v-for="column in columns" :key="column.key" scope="col" :class="'is-' + column.kind">
            <span v-if="column.label">{{ column.label }}</span><span v-else class="qb-hidden">Actions</span></th></tr></thead>
          <tbody>
            <tr v-for="row in rows" :key="row.id">
              <td v-for="(column, index) in columns" :key="column.key" :class="kinds(column, row, index)" :data-label="column.label">
                <template v-if="column.kind === 'number'">{{ row[column.key] === null ? "–" : number(row[column.key]) }}</template>
                <time v-else-if="column.kind === 'time' && row[column.key]" :datetime="row[column.key]" :title="moment(row[column.key], zone)">{{ ago(row[column.key]) }}</time>
                <template v-else-if="column.kind === 'time'">never</template>
                <span v-else-if="column.kind === 'title'" class="qb-cell-title"><b>{{ row[column.key].title }}</b><small v-if="row[column.key].text">{{ row[column.key].text }}</small></span>
                <span v-else-if="column.kind === 'person'" class="qb-cell-person"><QbAvatar :name="row[column.key].name" :src="row[column.key].avatar_url" :size="34" />
                  <span><a v-if="row[column.key].href" class="qb-inline-link" :href="row[column.key].href"><b>{{ row[column.key].name }}</b></a><b v-else>{{ row[column.key].name }}</b><small>@{{ row[column.key].login }}</small></span></span>
                <span v-else-if="column.kind === 'chips'" class="qb-cell-chips"><span v-for="chip in row[column.key]" :key="chip.text" class="qb-chip" :class="chip.tone && 'is-' + chip.tone">{{ chip.text }}</span></span>
                <div v-else-if="column.kind === 'actions'">
                  <template v-for="action in row[column.key].filter((one) => !one.more)" :key="action.key">
                    <a v-if="action.href" class="qb-button is-small" :href="action.href" :aria-label="action.describe || action.label">{{ action.label }}</a>
                    <button v-else type="button" class="qb-button is-small" :class="action.tone && 'is-' + action.tone" :aria-label="action.describe || action.label"
                            @click="$emit('act', { key: action.key, id: row.id })">{{ action.label }}</button>
                  </template>
                  <QbMenu v-if="row[column.key].some((one) => one.more)" :actions="row[column.key].filter((one) => one.more)"
                          :handle="'menu-' + row.id" :about="named(row)" @act="$emit('act', { key: $event, id: row.id })" />
                </div>
                <span v-else>{{ row[column.key] }}</span>
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <div v-else class="qb-empty"><QbIcon :name="emptyIcon || 'inbox'" :size="28" /><p><b>{{ emptyTitle }}</b></p><p>{{ emptyText }}</p></div>
      <button v-if="rows.length && canGrow" type="button" class="qb-button is-quiet qb-feed-more" @click="$emit('older')">Show older</button>
    </div>`,
};
