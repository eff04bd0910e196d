import threading
import time

from app.webhooks.waker import GAP, Waker


def test_the_first_call_rings_at_once_and_a_burst_rings_seldom_but_once_more_at_its_end() -> None:
    rang: list[float] = []
    waker = Waker(lambda: rang.append(time.monotonic()))
    began = time.monotonic()
    last = began
    while time.monotonic() < began + GAP * 10:
        last = time.monotonic()
        waker()
        time.sleep(0.001)
    waker.close()
    assert rang[0] - began < GAP
    assert len(rang) <= 12
    assert rang[-1] >= last


def test_calling_does_not_wait_for_a_queue_that_hangs_and_survives_one_that_fails() -> None:
    hangs = threading.Event()
    rang = 0

    def ring() -> None:
        nonlocal rang
        rang += 1
        if rang == 1:
            hangs.wait(5)
            raise OSError("the queue is gone")

    waker = Waker(ring)
    began = time.monotonic()
    waker()
    time.sleep(0.01)
    waker()
    assert time.monotonic() - began < 1
    hangs.set()
    waker.close()
    assert rang == 2
