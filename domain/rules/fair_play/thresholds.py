"""Where honest work ends, in one place. Whoever changes a number measures it: `python -m tests.benchmarks fair-play`.

The histories named here are four public projects, 1,312 people over 16 years; none of them may be found odd.
"""

from collections.abc import Mapping
from datetime import timedelta

#: So much of one kind in a day is worth a look, where it is also far above one's own. The busiest honest days in the
#: histories: 11 merges, 10 reviews by merging, 7 releases. Commits are not here: honest people landed 342 in a day.
VELOCITY_FLOOR: Mapping[str, int] = {
    "pull_request.merged": 15,
    "review.submitted": 30,
    "issue.completed": 20,
    "release.published": 10,
}
#: How often one's usual day: the median of the days with any such work in the time before. Five times is more than a
#: week's work in a day; in the histories busy days of 10 stand beside usual ones of 2.
VELOCITY_TIMES = 5
VELOCITY_BEFORE = timedelta(days=60)

#: Opened and approved, or opened and merged, within this time, nobody has read it.
SECONDS_LONG = 60
#: So many in a day; two or three happen where two people sat at one screen.
SECONDS_LONG_TIMES = 6
#: Approvals one after the other, each this soon after the last one. Clearing a prepared list honestly came to 8.
RAPID_SECONDS = 20
RAPID_TIMES = 15

#: Approvals without a word are taken for traded when the other side approves something this soon before or after.
TRADE = timedelta(minutes=5)
#: So many, each way, in a month. Two maintainers who merge each other's work came to 7 each way, but hours apart.
RING_TIMES = 5
#: The largest circle that is looked for. More people cannot keep it up, and by chance it would close now and then.
RING_SIZE = 5

#: Unreviewed merges of one's own, seconds after they were opened, in a day.
SELF_MERGES = 5
#: One's own work reviewed through a second account that turned out to be the same person's, in a month.
SELF_REVIEWS = 2
#: Issues opened, done and closed by one person within minutes, in a day. Writing down what one is about to do anyway is
#: honest; doing it for each of five things within five minutes is worth a look.
ISSUE_SECONDS = 300
OWN_ISSUES = 5

#: Merges in which no line changed, in a month: pictures and renamed files are honest, so most of one's merges must be.
EMPTY_MERGES = 6
#: Green runs of one workflow that were started by hand, in a day.
HAND_STARTED = 25

#: The same commits merged once more: into main and into a release branch is honest.
SAME_COMMITS = 3
#: The same title, in a day: one change rolled out over a few repositories is honest.
SAME_TITLE = 8
#: Approvals of one pull request by one person: each round of changes may want another one.
SAME_PULL = 6

#: One's own work that landed and was reverted by oneself, in a month, each within days.
REVERTED_TIMES = 3
REVERTED_WITHIN = timedelta(days=7)

#: Thanks from one person to the next in a ring, each, in a quarter: for two people all that the rules of kudos let them
#: say.
KUDOS_TIMES = 6
#: So much of what somebody says may go to others, and so much of what a ring hears may come from others, and it is
#: still a ring. Five times, and one in ten, found 13 honest pairs in 300 made-up teams; these find none.
KUDOS_ELSEWHERE = 0.05
#: So many others say or hear thanks in that quarter. A team of two or three has nobody else to thank.
KUDOS_OTHERS = 3
