// Something of the player is on hold: why, and the way to where he can say what it was.
export default {
  props: { text: String, place: String },
  template: `
    <section v-show="text" class="qb-card qb-held" aria-label="On hold">
      <h2>Held for a look by a person</h2>
      <p class="qb-text">{{ text }}</p>
      <a class="qb-button is-small" :href="place">See what it is, and say what it was</a>
    </section>`,
};
