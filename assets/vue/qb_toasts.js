import { QbIcon, QbMedal, signed } from "questboard";

const ICONS = { xp: "bolt", coins: "coin", level: "sunrise", mission: "target", step: "flag", badge: "medal", reward: "gift", streak: "flame", good: "check", bad: "alert" };
const SECONDS = { xp: 6, coins: 6, level: 10, mission: 9, step: 8, badge: 9, reward: 9 };
const GRAND = new Set(["level", "mission", "badge"]);
const AT_MOST = 4;

export default {
  components: { QbIcon, QbMedal },
  data: () => ({ toasts: [], next: 1 }),
  methods: {
    signed,
    show(toast) {
      const entry = { ...toast, key: this.next++, icon: ICONS[toast.kind] || "bolt", grand: GRAND.has(toast.kind) };
      this.toasts = [...this.toasts, entry].slice(-AT_MOST);
      this.start(entry);
    },
    start(toast) {
      clearTimeout(toast.timer);
      toast.timer = setTimeout(() => this.close(toast.key), 1000 * (SECONDS[toast.kind] || 6));
    },
    hold(toast) {
      clearTimeout(toast.timer);
    },
    close(key) {
      this.toasts = this.toasts.filter((toast) => toast.key !== key);
    },
  },
  template: `
    <div class="qb-toasts" role="status" aria-live="polite" aria-label="News">
      <TransitionGroup name="qb-toast">
        <article v-for="toast in toasts" :key="toast.key" class="qb-toast" :class="['is-' + toast.kind, { 'is-grand': toast.grand }]"
                 @mouseenter="hold(toast)" @mouseleave="start(toast)" @focusin="hold(toast)" @focusout="start(toast)">
          <QbMedal v-if="toast.kind === 'badge'" :tier="toast.tier" :art="toast.art || 'medal'" :size="52" />
          <span v-else class="qb-toast-mark"><b v-if="toast.kind === 'level'">{{ toast.level }}</b><QbIcon v-else :name="toast.icon" :size="20" /></span>
          <div><p class="qb-toast-title">{{ toast.title }}</p><p v-if="toast.text" class="qb-toast-text">{{ toast.text }}</p></div>
          <button type="button" class="qb-icon-button" aria-label="Dismiss" @click="close(toast.key)"><QbIcon name="close" :size="16" /></button>
        </article>
      </TransitionGroup>
    </div>`,
};
