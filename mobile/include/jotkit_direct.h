/* The direct way to the core, for the packages in swift/ and kotlin/ alone: see src/direct.
 *
 * Objects and memory are given as addresses in 64 bits on every machine. The caller holds an object while a call uses
 * its address, lends `length` readable bytes and `size` writable ones at `answer`, and lets nobody else touch them until
 * the call is over. The two may be the same memory.
 *
 * Each function gives a number. Zero or more is the length of its answer; below zero, its bits turned, it is the length of
 * the report of a failure. Either lies at `answer`, unless it is longer than `size`: then nothing of it does, and
 * jotkit_direct_rest on the same thread fetches it.
 *
 * An answer is a row of fields: the length of a UTF-8 text in four bytes, lowest first, then the text; a length of
 * 0xffffffff is a field that is not there. A report's are the code, the kind, the claim, the sentence, the status and the
 * body that a LikeCoin API answers with. */
#ifndef JOTKIT_DIRECT_H
#define JOTKIT_DIRECT_H

#include <stdint.h>

/* The header and the payload. `now` is looked at only if `timed` is not 0. */
int64_t jotkit_direct_verify(uint64_t verifier, uint64_t token, uint64_t length, int32_t timed, double now,
                             uint64_t answer, uint64_t size);

/* The header and the payload of a token that is not verified. */
int64_t jotkit_direct_peek(uint64_t token, uint64_t length, uint64_t answer, uint64_t size);

/* The token. */
int64_t jotkit_direct_sign(uint64_t signer, uint64_t claims, uint64_t length, uint64_t answer, uint64_t size);

/* The answer or the report that was longer than the last call's `size`. */
int64_t jotkit_direct_rest(uint64_t answer, uint64_t size);

#endif
