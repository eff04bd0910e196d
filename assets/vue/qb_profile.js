import { QbAvatar, QbIcon } from "questboard";

// What a player lets others see, and the button to follow him. Without a person there is nothing to see any more.
export default {
  components: { QbAvatar, QbIcon },
  props: { person: Object },
  emits: ["follow", "unfollow", "refuse", "allow"],
  computed: {
    bond() {
      const { followed, follows } = this.person;
      return followed && follows ? "You are friends" : follows ? "Follows you" : "";
    },
  },
  template: `
    <section class="qb-card qb-profile" aria-label="Profile">
      <template v-if="person">
        <QbAvatar :name="person.name" :src="person.avatar_url" :size="84" />
        <div class="qb-profile-main">
          <h1>{{ person.name }}</h1>
          <p v-if="person.title" class="qb-player-title">{{ person.title }}</p>
          <p class="qb-quiet">@{{ person.login }}</p>
          <p class="qb-profile-marks">
            <span class="qb-chip qb-chip-xp">Level {{ person.level.number }}<template v-if="person.level.title"> · {{ person.level.title }}</template></span>
            <span v-if="person.streak" class="qb-chip"><QbIcon name="flame" :size="14" />{{ person.streak }} {{ person.streak === 1 ? "working day" : "working days" }}</span>
            <span v-if="bond" class="qb-chip is-good">{{ bond }}</span>
          </p>
        </div>
        <div v-if="!person.me" class="qb-actions">
          <button v-if="person.followed" type="button" class="qb-button" @click="$emit('unfollow')">Unfollow</button>
          <button v-else-if="!person.refused" type="button" class="qb-button is-primary" @click="$emit('follow')">{{ person.follows ? "Follow back" : "Follow" }}</button>
          <a v-if="person.challenge && !person.refused" class="qb-button" :href="person.challenge" :aria-label="'Challenge ' + person.name + ' to a duel'">Challenge</a>
          <button v-if="person.shut_out" type="button" class="qb-button is-quiet" @click="$emit('allow')">Let follow again</button>
          <button v-else type="button" class="qb-button is-quiet" @click="$emit('refuse')">{{ person.follows ? "Remove as follower" : "Do not let follow" }}</button>
        </div>
        <p v-else class="qb-hint">This is what others see of you. <a class="qb-inline-link" href="/me">Change it</a></p>
      </template>
      <div v-else class="qb-empty"><QbIcon name="eye" :size="28" /><p><b>There is nobody here to see.</b></p><p>Who hides is seen by nobody.</p></div>
    </section>`,
};
