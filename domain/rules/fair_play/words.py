"""What each detector looks for, in words for the admin who reads what it found."""

from collections.abc import Mapping

from domain.rules.fair_play.findings import Detector

#: Title, and a sentence.
WORDS: Mapping[Detector, tuple[str, str]] = {
    Detector.VELOCITY: (
        "Sudden bursts",
        "Far more merges, reviews, completed issues or releases in a day than the same person’s days before. "
        "Nobody is compared with anybody else, and commits are not counted.",
    ),
    Detector.RINGS: (
        "Approvals in a ring",
        "Two people, or up to five in a circle, who approve each other’s work without a word, within a minute of its "
        "opening or in trade.",
    ),
    Detector.QUICK_REVIEWS: (
        "Reviews of seconds",
        "Approvals without a word within a minute of the opening, or many of them seconds after each other. "
        "Work of bots may be waved through.",
    ),
    Detector.SELF_DEALING: (
        "Alone at both ends",
        "One’s own work merged within a minute and reviewed by nobody, reviewed through a second account, or issues "
        "opened and completed alone within minutes.",
    ),
    Detector.EMPTY: (
        "Nothing in it",
        "Months in which most merges changed no line, and workflows started by hand over and over.",
    ),
    Detector.DUPLICATED: (
        "The same once more",
        "The same commits merged again, one title all over in a day, one pull request approved over and over.",
    ),
    Detector.REVERTED: (
        "Back and forth",
        "Work that landed, counted, and was reverted by whoever did it, several times in a month.",
    ),
    Detector.KUDOS_RINGS: (
        "Thanks in a ring",
        "Two people, or more in a circle, who thank each other over and over in a quarter, and hardly anybody else, "
        "nor does anybody else thank them. In a team of two or three that says nothing.",
    ),
}

_OTHERS = {1: "", 2: " and a colleague"}


def told_to(sentence: str, players: int) -> str:
    """A finding's sentence, said to one of its players; who the others are is nobody's business."""
    own = sentence.replace("their own", "your own").replace("of theirs", "of yours") if players == 1 else sentence
    return f"you{_OTHERS.get(players, ' and some colleagues')} {own}"
