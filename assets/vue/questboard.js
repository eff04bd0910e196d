// What the components share. Everything from outside is drawn as text by Vue; nothing here builds HTML.

import { ref } from "vue";

const ICONS = new URL("/assets/icons/icons.svg", location.href).href;

export const QbIcon = {
  props: { name: String, size: { type: Number, default: 18 } },
  computed: {
    href() {
      return `${ICONS}#${this.name}`;
    },
  },
  template: `<svg class="qb-icon" :width="size" :height="size" aria-hidden="true" focusable="false"><use :href="href" /></svg>`,
};

export const QbAvatar = {
  props: { name: String, src: String, size: { type: Number, default: 32 } },
  data: () => ({ broken: false }),
  watch: {
    src() {
      this.broken = false;
    },
  },
  computed: {
    initials() {
      const words = (this.name || "?").trim().split(/\s+/);
      const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
      return letters.map((word) => [...word][0] || "").join("").toUpperCase();
    },
    hue() {
      return [...(this.name || "")].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6, 0);
    },
  },
  template: `
    <span class="qb-avatar" :class="'qb-hue-' + hue" :style="{ '--size': size + 'px' }" aria-hidden="true">
      <img v-if="src && !broken" :src="src" :width="size" :height="size" alt="" loading="lazy" decoding="async"
           referrerpolicy="no-referrer" @error="broken = true" />
      <span v-else>{{ initials }}</span>
    </span>`,
};

export const QbMedal = {
  components: { QbIcon },
  props: { tier: String, art: String, locked: Boolean, size: { type: Number, default: 64 } },
  template: `
    <span class="qb-medal" :class="['qb-tier-' + tier, { 'is-locked': locked }]" :style="{ '--size': size + 'px' }" aria-hidden="true">
      <svg viewBox="0 0 64 64" :width="size" :height="size" focusable="false">
        <path class="qb-medal-rim" d="M29 3.7a6 6 0 0 1 6 0l19 11a6 6 0 0 1 3 5.2v22a6 6 0 0 1-3 5.3l-19 11a6 6 0 0 1-6 0l-19-11a6 6 0 0 1-3-5.2v-22a6 6 0 0 1 3-5.3z" />
        <path class="qb-medal-face" d="M30 9.3a4 4 0 0 1 4 0l15.3 8.8a4 4 0 0 1 2 3.5v17.8a4 4 0 0 1-2 3.4L34 51.7a4 4 0 0 1-4 0l-15.3-8.9a4 4 0 0 1-2-3.4V21.6a4 4 0 0 1 2-3.5z" />
        <path class="qb-medal-shine" d="M30 9.3a4 4 0 0 1 4 0l15.3 8.8a4 4 0 0 1 2 3.5L12.7 36V21.6a4 4 0 0 1 2-3.5z" />
      </svg>
      <QbIcon :name="art" :size="Math.round(size * 0.4)" />
      <span v-if="locked" class="qb-medal-lock"><QbIcon name="lock" :size="Math.round(size * 0.18)" /></span>
    </span>`,
};

const clock = ref(Date.now());
setInterval(() => (clock.value = Date.now()), 15000);

const STEPS = [
  [60, "second"],
  [60, "minute"],
  [24, "hour"],
  [7, "day"],
  [4.35, "week"],
  [12, "month"],
  [Infinity, "year"],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const spelled = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

function distance(iso, format) {
  let amount = (new Date(iso).getTime() - clock.value) / 1000;
  if (Math.abs(amount) < 45) return "now";
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size) return format.format(Math.round(amount), unit);
    amount /= size;
  }
}

/** "3 min ago", refreshed while the page stays open. */
export const ago = (iso) => distance(iso, relative);

/** "in 3 days": for headings and sentences. */
export const until = (iso) => distance(iso, spelled);

/** Whether an instant has passed, refreshed while the page stays open. */
export const past = (iso) => new Date(iso).getTime() <= clock.value;

function inZone(at, zone, options, locale = "en") {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone || undefined }).format(new Date(at));
  } catch {
    return new Intl.DateTimeFormat(locale, options).format(new Date(at));
  }
}

export const moment = (iso, zone) => inZone(iso, zone, { dateStyle: "medium", timeStyle: "short" });
export const hour = (iso, zone) => inZone(iso, zone, { timeStyle: "short" });

/** "Today", "Yesterday" or the date, refreshed while the page stays open. */
export function day(iso, zone) {
  const date = (at) => inZone(at, zone, { dateStyle: "short" }, "en-CA");
  const [then, now] = [date(iso), date(clock.value)];
  if (then === now) return "Today";
  const before = new Date(`${now}T12:00:00Z`).getTime() - 86400000;
  if (then === new Date(before).toISOString().slice(0, 10)) return "Yesterday";
  return inZone(iso, zone, { dateStyle: "full" });
}

const plain = new Intl.NumberFormat("en");
export const number = (value) => plain.format(value);
/** “+5 coins”, and “+1 coin”. */
export const coins = (value) => `${signed(value)} ${Math.abs(value) === 1 ? "coin" : "coins"}`;
export const signed = (value) => (value < 0 ? "−" : value > 0 ? "+" : "") + plain.format(Math.abs(value));

export const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Calls `step` with values from `from` to `to`; the last call is exactly `to`. */
export function tween(from, to, milliseconds, step) {
  if (still() || from === to || document.hidden) return step(to);
  const start = performance.now();
  const tick = (now) => {
    const share = Math.min(1, (now - start) / milliseconds);
    step(from + (to - from) * (1 - (1 - share) ** 3));
    if (share < 1) requestAnimationFrame(tick);
    else step(to);
  };
  requestAnimationFrame(tick);
}

/** Asks for the reason of something; `about` says of what to a screen reader. */
export const QbWhy = {
  props: { about: String },
  emits: ["ask"],
  template: `<button type="button" class="qb-why" :aria-label="'why? ' + about" @click="$emit('ask')">why?</button>`,
};

/** The steps of a quest in their order. `walking` shows how far the open ones are, `zone` when the others were done. */
export const QbSteps = {
  components: { QbIcon },
  props: { steps: Array, walking: Boolean, zone: String },
  methods: {
    coins,
    moment,
    number,
    current(step) {
      return this.walking && step.open;
    },
    scale(share) {
      return `scaleX(${Math.max(0, Math.min(1, share))})`;
    },
  },
  template: `
    <ol class="qb-quest-steps">
      <li v-for="(step, index) in steps" :key="index" :class="{ 'is-done': step.completed_at, 'is-open': current(step) }" :aria-current="current(step) ? 'step' : undefined">
        <span class="qb-step-mark" aria-hidden="true"><QbIcon v-if="step.completed_at" name="check" :size="14" /><template v-else>{{ index + 1 }}</template></span>
        <div class="qb-step-body">
          <div class="qb-step-head">
            <p class="qb-step-title">{{ step.title }}<span v-if="step.completed_at" class="qb-hidden"> (done)</span></p>
            <span v-if="step.optional" class="qb-chip">optional</span>
            <span v-if="step.badge_name" class="qb-chip"><QbIcon name="medal" :size="14" />{{ step.badge_name }}</span>
            <span v-if="step.xp" class="qb-chip" :class="{ 'qb-chip-xp': current(step) }">+{{ number(step.xp) }} XP</span>
            <span v-if="step.coins" class="qb-chip qb-chip-coins"><QbIcon name="coin" :size="14" />{{ coins(step.coins) }}</span>
            <span v-for="one in step.more" :key="one" class="qb-chip"><QbIcon name="gift" :size="14" />{{ one }}</span>
          </div>
          <p v-if="current(step)" class="qb-step-line">{{ step.line }}</p>
          <div v-if="current(step)" class="qb-bar is-small" aria-hidden="true"><span :style="{ transform: scale(step.share) }"></span></div>
          <p v-else-if="zone && step.completed_at" class="qb-step-line">Done <time :datetime="step.completed_at">{{ moment(step.completed_at, zone) }}</time></p>
        </div>
      </li>
    </ol>`,
};
