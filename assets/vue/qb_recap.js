import { QbIcon, QbMedal, number } from "questboard";

/** The look back at a season: large numbers, highlights, weeks, badges. Texts from outside are drawn as text. */
export default {
  components: { QbIcon, QbMedal },
  props: { recap: Object },
  data: () => ({ failed: false }),
  computed: {
    most() {
      return Math.max(1, ...this.recap.weeks.map((week) => week.xp));
    },
    theme() {
      return `qb-theme-${this.recap.theme}`;
    },
  },
  methods: {
    number,
    high(week) {
      return `${Math.max(4, Math.round((100 * week.xp) / this.most))}%`;
    },
    // The picture is an SVG of the server’s; chats want a PNG, which the browser makes of it.
    async png() {
      this.failed = false;
      try {
        const image = new Image();
        image.src = this.recap.picture;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [1200, 630];
        canvas.getContext("2d").drawImage(image, 0, 0);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
        const link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = `${this.recap.file}.png`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      } catch {
        this.failed = true;
      }
    },
  },
  template: `
    <article class="qb-recap" :class="theme" :aria-label="recap.title">
      <header class="qb-card qb-recap-head">
        <p class="qb-season-kind"><QbIcon name="flag" :size="14" />{{ recap.kind }}</p>
        <h1>{{ recap.title }}</h1>
        <p class="qb-recap-span">{{ recap.span }}</p>
        <dl v-if="recap.figures.length" class="qb-recap-figures">
          <div v-for="figure in recap.figures" :key="figure.label"><dt>{{ figure.label }}</dt><dd>{{ figure.value }}</dd></div>
        </dl>
        <p v-if="recap.growth" class="qb-recap-growth"><QbIcon name="spark" :size="16" />{{ recap.growth }}</p>
      </header>
      <div v-if="recap.empty" class="qb-card qb-empty"><QbIcon name="moon" :size="28" /><p><b>A quiet season</b></p><p>{{ recap.empty }}</p></div>
      <ul v-if="recap.highlights.length" class="qb-recap-highlights" aria-label="Highlights">
        <li v-for="one in recap.highlights" :key="one.label" class="qb-card">
          <span class="qb-recap-icon" aria-hidden="true"><QbIcon :name="one.icon" :size="20" /></span>
          <p>{{ one.label }}</p><b>{{ one.value }}</b><small>{{ one.text }}</small>
        </li>
      </ul>
      <section v-if="recap.weeks.length > 1 && most > 1" class="qb-card" aria-label="XP by week">
        <h2>XP by week</h2>
        <ol class="qb-recap-weeks">
          <li v-for="week in recap.weeks" :key="week.week"><span class="qb-recap-bar" aria-hidden="true"><i :style="{ height: high(week) }"></i></span>
            <small aria-hidden="true">{{ week.short }}</small><span class="qb-hidden">{{ week.label }}: {{ number(week.xp) }} XP</span></li>
        </ol>
      </section>
      <div class="qb-recap-parts">
        <section v-if="recap.badges.length" class="qb-card" aria-label="Badges"><h2>Badges</h2>
          <ul class="qb-recap-badges"><li v-for="(badge, at) in recap.badges" :key="at"><QbMedal :tier="badge.tier" :art="badge.art" :size="64" /><span>{{ badge.name }}</span></li></ul>
        </section>
        <section v-if="recap.firsts.length" class="qb-card" aria-label="Firsts"><h2>For the first time</h2>
          <ul class="qb-recap-list"><li v-for="first in recap.firsts" :key="first"><QbIcon name="star" :size="16" />{{ first }}</li></ul>
        </section>
        <section v-if="recap.titles.length" class="qb-card" aria-label="Missions"><h2>{{ recap.done }}</h2>
          <ul class="qb-recap-list"><li v-for="title in recap.titles" :key="title"><QbIcon name="check" :size="16" />{{ title }}</li></ul>
        </section>
        <section v-if="recap.prizes.length" class="qb-card" aria-label="Prizes"><h2>Prizes</h2>
          <ul class="qb-recap-list"><li v-for="prize in recap.prizes" :key="prize.bar"><QbIcon name="gift" :size="16" />{{ prize.bar }}: {{ prize.gives }}</li></ul>
        </section>
        <section v-if="recap.thanks.length" class="qb-card" aria-label="Thanks"><h2>What people thanked you for</h2>
          <blockquote v-for="(text, at) in recap.thanks" :key="at" class="qb-recap-thanks">{{ text }}</blockquote>
        </section>
      </div>
      <section v-if="recap.picture" class="qb-card qb-recap-share" aria-label="A picture to share">
        <h2>A picture to share</h2>
        <p class="qb-text">Only your own numbers are on it. Nobody else sees it until you show it.</p>
        <img :src="recap.picture" width="1200" height="630" :alt="'Your season ' + recap.name + ' as a picture'" />
        <div class="qb-actions">
          <button type="button" class="qb-button is-primary" @click="png">Download PNG</button>
          <a class="qb-button" :href="recap.picture + '?download=1'" :download="recap.file + '.svg'">Download SVG</a>
        </div>
        <p v-if="failed" class="qb-hint" role="alert">Your browser could not make a PNG of it. The SVG works everywhere.</p>
      </section>
    </article>`,
};
