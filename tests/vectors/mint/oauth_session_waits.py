"""LikeCoin OAuth sessions: calls that share a refresh, and callers that go away."""

from oauth_steps import (
    BEGUN, BOTH_BEGUN, BOTH_RENEWED, BOTH_SENT, CANCELLED, DOWN, LOG_IN_AGAIN, NOTHING, ONE_WAITS, RENEWED, SENT, UNAVAILABLE, Scripts,
    again, call, cancel, done, expired, failed, fault, granted, refresh, reply, resume, send, wait,
)

# The first call's refresh has failed, with the server down.
FAILED = (reply(1, 503), DOWN)
# The first call has ended, and a third begins with the new token and is refused.
THIRD_BEGUN = (reply(1, 200), done(), call(), send("a2"), expired(3), refresh())


def waits():
    v = Scripts("session-waits", "LikeCoin OAuth session: calls that share a refresh.")
    refused, malformed = fault("request_refused", 400, "INVALID_GRANT"), fault("response_invalid", 200)
    v.script("shared", "Two calls share one refresh.", *ONE_WAITS,
             resume(2), wait(1), granted(1), again(), resume(2), send("a2", "/b"), reply(2, 200), done(), reply(1, 200), done())
    v.script("shared-failure", "Who waits shares the failure, with its status and detail; a later call tries with the same tokens.",
             *ONE_WAITS, reply(1, 400, "INVALID_GRANT"), refused, resume(2), refused, resume(2), NOTHING, *SENT, expired(3), refresh())
    v.script("shared-timeout", "Who waits shares a refresh that got no reply.",
             *ONE_WAITS, failed(1, "timeout"), UNAVAILABLE, resume(2), UNAVAILABLE)
    v.script("shared-malformed", "Who waits shares a reply that makes no sense.",
             *ONE_WAITS, reply(1, 200, "x"), malformed, resume(2), malformed)
    v.script("begins-during", "A call that begins during a refresh waits, and is sent for the first time after it.",
             *BEGUN, call("/b"), wait(1), granted(1), again(), resume(2), send("a2", "/b"),
             expired(2), refresh(), granted(2, "a3"), again("a3", path="/b"), expired(2), LOG_IN_AGAIN)
    v.script("begins-during-failure", "A call that begins during a refresh shares its failure.",
             *BEGUN, call("/b"), wait(1), *FAILED, resume(2), DOWN)
    v.script("begins-during-refused", "A bad call is refused at once, even during a refresh.",
             *BEGUN, call("https://evil.example/"), NOTHING, resume(2), NOTHING)
    v.script("changed-since", "A refusal of an old token leads to the new one, not to another refresh.",
             *BOTH_RENEWED, expired(2), send("a2", "/b"), expired(2), LOG_IN_AGAIN)
    v.script("failed-since", "A refusal that comes after a refresh failed shares its error.",
             *BOTH_BEGUN, *FAILED, expired(2), DOWN, expired(2), NOTHING)
    v.script("failed-before", "A call that is sent after a refresh failed refreshes.",
             *BEGUN, *FAILED, *SENT, expired(2), refresh(), granted(2), again())
    v.script("changed-before-failed", "New tokens count for more than a later failure.",
             *BOTH_RENEWED, *THIRD_BEGUN, reply(3, 503), DOWN, expired(2), send("a2", "/b"))
    v.script("under-way-before-changed", "A refresh that is under way counts for more than tokens that have changed.",
             *BOTH_RENEWED, *THIRD_BEGUN, expired(2), wait(3), granted(3, "a3"), again("a3"), resume(2), send("a3", "/b"))
    v.script("under-way-before-failed", "A refresh that is under way counts for more than one that failed.",
             *BOTH_BEGUN, *FAILED, *SENT, expired(3), refresh(), expired(2), wait(3), granted(3), again(), resume(2), send("a2", "/b"))
    v.script("other-replies-during", "A call that was sent before a refresh may end during it.",
             *BOTH_BEGUN, reply(2, 200, "b"), done(body="b"))
    v.script("second-401-during", "The second such reply ends a call, even while another call refreshes.",
             *RENEWED, call("/b"), send("a2", "/b"), expired(2), refresh(), expired(1), LOG_IN_AGAIN)
    v.script("own-deadline", "A waiting call may meet its own deadline; the refresh goes on.",
             *ONE_WAITS, failed(2, "timeout"), UNAVAILABLE, resume(2), NOTHING, granted(1), again())
    v.script("three", "Any number of calls wait for one refresh.", *ONE_WAITS,
             call("/c"), wait(1), granted(1), again(), resume(3), send("a2", "/c"), resume(2), send("a2", "/b"))


def cancels():
    v = Scripts("session-cancels", "LikeCoin OAuth session: callers that go away, and steps that make no sense.")
    two_wait = (*ONE_WAITS, call("/c"), wait(1))
    v.script("sent", "The reply to a cancelled call is nobody's.",
             *SENT, cancel(1), CANCELLED, reply(1, 200), NOTHING, cancel(1), NOTHING)
    v.script("waiting", "A cancelled call waits no longer.", *ONE_WAITS, cancel(2), CANCELLED, resume(2), NOTHING, granted(1), again())
    v.script("refreshing", "The first waiting call that is resumed refreshes instead.",
             *two_wait, cancel(1), CANCELLED, resume(3), refresh(), resume(2), wait(3),
             granted(1), NOTHING, granted(3), again(path="/c"), resume(2), send("a2", "/b"))
    v.script("refreshing-alone", "A cancelled refresh is not a failure; the next call that needs one refreshes.",
             *BEGUN, cancel(1), CANCELLED, *SENT, expired(2), refresh())
    v.script("refreshing-sent-call", "A call that is refused after the refresh was cancelled refreshes, and who waits waits for it.",
             *BOTH_SENT, call("/c"), send(path="/c"), expired(1), refresh(), expired(2), wait(1),
             cancel(1), CANCELLED, expired(3), refresh(), resume(2), wait(3))
    v.script("refreshing-twice", "The refresh passes on as often as it is cancelled.", *two_wait,
             cancel(1), CANCELLED, resume(2), refresh(), cancel(2), CANCELLED, resume(3), refresh(), reply(3, 503), DOWN)
    v.script("refreshing-old-failure", "A failure from before a call began to wait is not its own.", *BOTH_BEGUN, *FAILED,
             *SENT, expired(3), refresh(), expired(2), wait(3), cancel(3), CANCELLED, resume(2), refresh())
    v.script("refreshing-begun-call", "A call that was never sent refreshes too, and is then sent.", *BEGUN,
             call("/b"), wait(1), cancel(1), CANCELLED, resume(2), refresh(), granted(2), again(path="/b"), reply(2, 200), done())
    for name, step in [("reply", reply(1, 200)), ("failed", failed(1, "timeout")), ("resume", resume(1)), ("cancel", cancel(1))]:
        v.script(f"unknown-{name}", "There is no such call.", step, NOTHING, *SENT)
        v.script(f"ended-{name}", "A call that has ended has nothing outstanding.", *SENT, reply(1, 200), done(), step, NOTHING)
    v.script("resume-sent", "Only a waiting call is resumed; the step changes nothing.", *SENT, resume(1), NOTHING, reply(1, 200), done())
    v.script("resume-refreshing", "The call that refreshes does not wait.", *BEGUN, resume(1), NOTHING, granted(1), again())
    v.script("reply-waiting", "A waiting call has sent nothing; the step changes nothing.",
             *ONE_WAITS, reply(2, 200), NOTHING, granted(1), again(), resume(2), send("a2", "/b"))
    v.script("unknown-cause", "A cause that does not exist changes nothing.", *SENT, failed(1, "boredom"), NOTHING, reply(1, 200), done())


def build():
    waits()
    cancels()
