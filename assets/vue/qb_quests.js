import { QbIcon, QbSteps, moment } from "questboard";

const WORDS = { in_progress: "In progress", completed: "Completed", failed: "Put down", expired: "Expired" };
const ENDS = { completed: "Completed", failed: "You put it down", expired: "Time ran out" };
const TONES = { in_progress: "is-info", completed: "is-good" };

export default {
  components: { QbIcon, QbSteps },
  props: { runs: Array, zone: String },
  methods: {
    moment,
    key: (run) => run.mission_id + run.accepted_at,
    words: (run) => WORDS[run.standing],
    tone: (run) => TONES[run.standing],
    end: (run) => (run.closed ? "The quest ended" : ENDS[run.standing]),
    done: (run) => `${run.steps.filter((step) => step.completed_at).length} of ${run.steps.length} steps done`,
    going: (run) => run.standing === "in_progress",
  },
  template: `
    <section class="qb-card qb-quests" aria-label="Quests">
      <ul v-if="runs.length" class="qb-quest-list">
        <li v-for="run in runs" :key="key(run)">
          <div class="qb-mission-head"><h2>{{ run.title }}</h2><span class="qb-chip" :class="tone(run)">{{ words(run) }}</span></div>
          <p class="qb-quest-dates">Accepted on <time :datetime="run.accepted_at">{{ moment(run.accepted_at, zone) }}</time><template v-if="run.ended_at"> · {{ end(run) }} on <time :datetime="run.ended_at">{{ moment(run.ended_at, zone) }}</time></template><template v-if="run.again"> · <a href="/missions" :aria-label="'Try again: ' + run.title">try again</a></template></p>
          <details class="qb-disclosure" :open="going(run)"><summary><QbIcon name="right" :size="14" />{{ done(run) }}</summary><QbSteps :steps="run.steps" :zone="zone" :walking="going(run)" /></details>
        </li>
      </ul>
      <div v-else class="qb-empty"><QbIcon name="compass" :size="28" /><p><b>No quest yet</b></p><p>Accept one on the missions page, and your way through it is kept here.</p></div>
    </section>`,
};
