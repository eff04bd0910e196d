import { QbAvatar, QbIcon, number } from "questboard";

const KEY = "questboard-theme";

const Bell = {
  components: { QbIcon },
  props: { unread: Number, here: Boolean },
  computed: {
    label() {
      return this.unread ? `Inbox, ${number(this.unread)} unread` : "Inbox";
    },
    count() {
      return this.unread > 99 ? "99+" : this.unread;
    },
  },
  template: `<a class="qb-icon-button qb-bell" href="/inbox" :aria-label="label" :title="label" :aria-current="here ? 'page' : undefined"><QbIcon name="bell" :size="20" /><span v-if="unread" class="qb-bell-count" aria-hidden="true">{{ count }}</span></a>`,
};

export default {
  components: { Bell, QbAvatar, QbIcon },
  props: { links: Array, adminLinks: Array, active: String, person: Object, logo: String, unread: Number },
  data: () => ({ theme: document.documentElement.dataset.theme, away: false }),
  mounted() {
    this.paint();
    this.listen();
    this.showTab();
  },
  computed: {
    administers() {
      return this.adminLinks.some((link) => link.key === this.active);
    },
    switchLabel() {
      return this.theme === "dark" ? "Use the light theme" : "Use the dark theme";
    },
  },
  methods: {
    listen() {
      if (!window.socket) return void setTimeout(() => this.listen(), 50);
      const look = () => (this.away = !window.socket.connected);
      window.socket.on("connect", look);
      window.socket.on("disconnect", look);
      if (window.did_handshake) look();
    },
    showTab() {
      const tab = this.$el.querySelector(".qb-subtabs [aria-current]");
      if (tab) tab.parentElement.scrollLeft = tab.offsetLeft + (tab.offsetWidth - tab.parentElement.offsetWidth) / 2;
      this.$el.querySelector(".qb-rail-links [aria-current]")?.scrollIntoView({ block: "nearest" });
    },
    current(link) {
      return link.key === this.active ? "page" : undefined;
    },
    turn() {
      this.theme = this.theme === "dark" ? "light" : "dark";
      localStorage.setItem(KEY, this.theme);
      this.paint();
    },
    paint() {
      document.documentElement.dataset.theme = this.theme;
      window.Quasar?.Dark.set(this.theme === "dark");
    },
  },
  template: `
    <div class="qb-nav">
      <a class="qb-skip" href="#main">Skip to the content</a>
      <header class="qb-topbar">
        <a class="qb-brand" href="/"><img :src="logo" alt="" width="28" height="28" />Questboard</a>
        <span class="qb-live" :class="{ 'is-away': away }"><span class="qb-hidden">{{ away ? "Reconnecting" : "Live" }}</span></span>
        <Bell :unread="unread" :here="active === 'inbox'" />
        <a v-if="adminLinks.length" class="qb-icon-button" :href="adminLinks[0].href" aria-label="Administration"><QbIcon name="shield" :size="20" /></a>
        <button type="button" class="qb-icon-button" :aria-label="switchLabel" @click="turn"><QbIcon :name="theme === 'dark' ? 'sun' : 'moon'" :size="20" /></button>
      </header>
      <nav v-if="administers" class="qb-subtabs" aria-label="Administration">
        <a v-for="link in adminLinks" :key="link.key" :href="link.href" :aria-current="current(link)">{{ link.label }}</a>
      </nav>
      <nav class="qb-rail" aria-label="Main">
        <div class="qb-rail-head"><a class="qb-brand" href="/"><img :src="logo" alt="" width="32" height="32" />Questboard</a><Bell :unread="unread" :here="active === 'inbox'" /></div>
        <div class="qb-rail-links">
          <a v-for="link in links" :key="link.key" class="qb-link" :href="link.href" :aria-current="current(link)"><QbIcon :name="link.icon" :size="19" />{{ link.label }}</a>
          <template v-if="adminLinks.length">
            <p class="qb-rail-label">Administration</p>
            <a v-for="link in adminLinks" :key="link.key" class="qb-link is-small" :href="link.href" :aria-current="current(link)"><QbIcon :name="link.icon" :size="17" />{{ link.label }}</a>
          </template>
        </div>
        <div class="qb-rail-foot">
          <span class="qb-live" :class="{ 'is-away': away }">{{ away ? "Reconnecting …" : "Live" }}</span>
          <div class="qb-person">
            <a href="/me" :aria-label="'Your profile, ' + person.name"><QbAvatar :name="person.name" :src="person.avatar_url" :size="34" />
              <span class="qb-person-name"><b>{{ person.name }}</b><small>@{{ person.login }}</small></span></a>
            <button type="button" class="qb-icon-button" :aria-label="switchLabel" :title="switchLabel" @click="turn"><QbIcon :name="theme === 'dark' ? 'sun' : 'moon'" :size="18" /></button>
          </div>
        </div>
      </nav>
      <nav class="qb-tabs" aria-label="Main, compact">
        <a v-for="link in links" :key="link.key" :href="link.href" :aria-current="current(link)"><QbIcon :name="link.icon" :size="21" />{{ link.label }}</a>
      </nav>
    </div>`,
};
