"""Threads, callbacks that do odd things in them, other processes, other interpreters."""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from textwrap import dedent

import pytest
from conftest import NOW, SECRET, refusal

import jotkit
from jotkit import livelike

KEY = jotkit.Key.hs256(SECRET)
SIGNER = jotkit.Signer(KEY, lifetime=3600, jti=True)
VERIFIER = jotkit.Verifier(KEY)


def verified_elsewhere(token):
    """Run by another process, which has the objects of this module or made them again."""
    return os.getpid(), VERIFIER.verify(token), SIGNER.sign({})


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_of_every_kind_verify_and_sign(method):
    tokens = [SIGNER.sign({"n": n}) for n in range(20)]
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        answers = list(pool.map(verified_elsewhere, tokens))
    assert os.getpid() not in {process for process, _, _ in answers}
    assert [claims["n"] for _, claims, _ in answers] == list(range(20))
    # No process repeats the random numbers of another.
    ids = {VERIFIER.verify(token)["jti"] for _, _, token in answers}
    assert len(ids | {VERIFIER.verify(token)["jti"] for token in tokens}) == 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_amid_threads_goes_on():
    # The threads verify and do not sign. A child that is forked while another thread signs may wait
    # for ever when it signs itself: it has a lock whose holder it does not have.
    program = """
        import os, threading, warnings, jotkit
        warnings.simplefilter('ignore')
        key = jotkit.Key.generate('ES256')
        signer, verifier = jotkit.Signer(key, lifetime=60, jti=True), jotkit.Verifier(key, cache=9)
        token, stop = signer.sign({}), threading.Event()
        def work():
            while not stop.is_set():
                verifier.verify(token)
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads: thread.start()
        for _ in range(20):
            child = os.fork()
            if child == 0:
                plain = jotkit.Verifier(key)
                plain.verify(token), plain.verify(signer.sign({}))
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0
        stop.set()
        for thread in threads: thread.join()
    """
    subprocess.run([sys.executable, "-c", dedent(program)], check=True, timeout=120)


def test_a_second_interpreter_is_refused_and_the_first_goes_on():
    program = """
        try:
            import _interpreters as interpreters
        except ImportError:
            import _xxsubinterpreters as interpreters
        import os, jotkit
        key = jotkit.Key.generate('HS256')
        reader, writer = os.pipe()
        code = f'''
        import os
        try:
            import jotkit
            answer = 'imported'
        except ImportError as refusal:
            answer = str(refusal)
        os.write({writer}, answer.encode())
        '''
        run = getattr(interpreters, 'exec', None) or interpreters.run_string
        for _ in range(3):
            other = interpreters.create()
            assert not run(other, code)
            assert b'subinterpreters' in os.read(reader, 1000)
            interpreters.destroy(other)
            assert jotkit.Verifier(key, expiry_optional=True).verify(jotkit.Signer(key).sign({})) == {}
    """
    subprocess.run([sys.executable, "-c", dedent(program)], check=True, timeout=120)


def test_many_threads_on_one_verifier_of_every_kind():
    curve = jotkit.Key.generate("ES256").with_kid("c")
    tokens = [jotkit.Signer(curve, lifetime=9).sign({"n": n}, now=NOW) for n in range(8)]
    verifiers = [
        jotkit.Verifier(curve),
        jotkit.Verifier(curve, cache=4),
        jotkit.Verifier(jotkit.KeySet([curve])),
        jotkit.Verifier(lambda hint: curve if hint.kid == "c" else None),
    ]
    signer = jotkit.Signer(curve)
    together = threading.Barrier(8)

    def work(number):
        together.wait()
        for turn in range(100):
            n = (number + turn) % 8
            assert jotkit.peek(signer.sign({"n": n})).unverified_claims == {"n": n}
            for verifier in verifiers:
                assert verifier.verify(tokens[n], NOW)["n"] == n
                assert refusal(verifier.verify, tokens[n], NOW + 9) == "token_expired"
                forged = tokens[n][:-4] + "AAAA"
                assert refusal(verifier.verify, forged, NOW) == "signature_invalid"

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))


def test_what_a_callable_raises_stays_in_its_thread():
    def choose(hint):
        number = int(hint.issuer)
        if number % 2:
            raise KeyError(number)
        return KEY

    verifier = jotkit.Verifier(choose)
    tokens = [SIGNER.sign({"iss": str(number)}) for number in range(16)]

    def work(number):
        for _ in range(200):
            if number % 2 == 0:
                assert verifier.verify(tokens[number])["iss"] == str(number)
                continue
            with pytest.raises(KeyError) as caught:
                verifier.verify(tokens[number])
            assert caught.value.args == (number,)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))


def test_a_callable_may_wait_for_a_lock_that_another_thread_holds():
    lock = threading.Lock()
    waiting = threading.Event()

    def choose(_):
        waiting.set()
        with lock:
            return KEY

    verifier = jotkit.Verifier(choose)
    lives = livelike.Verifier(lambda _: choose(_) and "secret")
    live = livelike.Signer("client", "secret").sign("u1")
    token = SIGNER.sign({"sub": "u1"})
    for call in (
        lambda: verifier.verify(token)["sub"],
        lambda: lives.verify(live).custom_profile_id,
    ):
        waiting.clear()
        with ThreadPoolExecutor(2) as pool, lock:
            answers = [pool.submit(call) for _ in range(2)]
            assert waiting.wait(60)
            # This thread uses the same verifier's module, and other verifiers, meanwhile.
            assert VERIFIER.verify(token)["sub"] == "u1"
            assert not any(answer.done() for answer in answers)
            lock.release()
            assert [answer.result(60) for answer in answers] == ["u1", "u1"]
            lock.acquire()


def test_a_callable_may_ask_its_own_verifier():
    depth = []

    def choose(_):
        if len(depth) < 20:
            depth.append(1)
            assert verifier.verify(token)["sub"] == "u1"
        return KEY

    verifier = jotkit.Verifier(choose)
    token = SIGNER.sign({"sub": "u1"})
    assert verifier.verify(token)["sub"] == "u1"
    assert len(depth) == 20

    def forever(_):
        return endless.verify(token) and KEY

    endless = jotkit.Verifier(forever)
    with pytest.raises(RecursionError):
        endless.verify(token)
    assert VERIFIER.verify(token)["sub"] == "u1"


def test_a_callable_may_forget_its_verifier():
    held = []

    def choose(_):
        held.clear()
        gc.collect()
        return KEY

    held.append(jotkit.Verifier(choose))
    assert held[0].verify(SIGNER.sign({"sub": "u1"}))["sub"] == "u1"
    assert held == []
