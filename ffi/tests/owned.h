/* Handles that are freed at the end of their block. */
#ifndef JOTKIT_TESTS_OWNED_H
#define JOTKIT_TESTS_OWNED_H

#include <jotkit.h>

/* OWNED(key) key = NULL; */
#define OWNED(type) __attribute__((cleanup(free_##type))) jotkit_##type *

#define FREED(type) \
    static inline void free_##type(jotkit_##type **handle) { jotkit_##type##_free(*handle); }
FREED(string) FREED(object) FREED(policy) FREED(signer_options) FREED(key_options) FREED(likecoin_options)
FREED(remote_options) FREED(key) FREED(keyset) FREED(signer) FREED(verifier) FREED(jws_verifier)
FREED(client_verifier)
FREED(livelike_signer) FREED(likecoin_issuer) FREED(likecoin_unverified) FREED(http_request)
FREED(oauth_session) FREED(oauth_step) FREED(remote_keys) FREED(remote_verifier) FREED(remote_turn)
#undef FREED

#endif
