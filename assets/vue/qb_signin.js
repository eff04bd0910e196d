import { QbAvatar, QbIcon } from "questboard";

export default {
  components: { QbAvatar, QbIcon },
  props: { github: String, forge: String, people: Array, sampleAction: String, next: String, error: String, calm: Boolean, logo: String },
  template: `
    <div class="qb-door">
      <div class="qb-door-art">
        <span class="qb-brand"><img :src="logo" alt="" width="32" height="32" />Questboard</span>
        <div class="qb-door-words">
          <p>Good work deserves a little light.</p>
          <p>Merged pull requests, careful reviews and closed issues become missions, XP and badges, live and with a reason for every point.</p>
        </div>
        <p class="qb-door-foot">Runs on your own machines. Nothing leaves them.</p>
      </div>
      <div id="main" class="qb-door-side">
        <div class="qb-door-panel">
          <div><h1>Sign in</h1><p v-if="github">Your account of {{ forge }} is all you need.</p>
            <p v-else-if="people.length">Choose one of the sample people. This list exists on your own machine only, as long as no GitHub app is configured.</p></div>
          <div v-if="error" class="qb-alert" :class="{ 'is-calm': calm }" role="alert"><QbIcon :name="calm ? 'check' : 'alert'" :size="20" /><span>{{ error }}</span></div>
          <a v-if="github" class="qb-button is-primary" :href="github"><QbIcon name="merge" :size="20" />{{ error && !calm ? "Try again with" : "Continue with" }} {{ forge }}</a>
          <form v-if="people.length" class="qb-people" method="post" :action="sampleAction">
            <input type="hidden" name="next" :value="next" />
            <button v-for="person in people" :key="person.id" type="submit" name="player_id" :value="person.id">
              <QbAvatar :name="person.name" :src="person.avatar_url" :size="42" />
              <span><b>{{ person.name }}</b><small>@{{ person.login }}</small></span>
              <span v-if="person.is_admin" class="qb-chip">Admin</span><QbIcon v-else name="right" :size="16" />
            </button>
          </form>
          <p v-if="!github && !people.length" class="qb-hint">Nobody can sign in yet. Set QUESTBOARD_GITHUB_CLIENT_ID and QUESTBOARD_GITHUB_CLIENT_SECRET, then start Questboard again.</p>
        </div>
      </div>
    </div>`,
};
