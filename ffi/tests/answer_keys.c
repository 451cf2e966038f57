/* The keys of requests, and the operations on keys. */
#include "reply.h"

#include <string.h>

typedef jotkit_status importer(jotkit_text, jotkit_text, jotkit_key **);

/* The forms of a key that are a JSON string, some of hexadecimal digits. */
static const struct {
    const char *name;
    bool hex;
    importer *import;
} forms[] = {
    {"secret", false, jotkit_key_from_secret},
    {"secret_hex", true, jotkit_key_from_secret},
    {"pem", false, jotkit_key_from_pem},
    {"der", true, jotkit_key_from_der},
    {"ec_point", true, jotkit_key_from_ec_point},
    {"ec_scalar", true, jotkit_key_from_ec_scalar},
    {"ed25519_public", true, jotkit_key_from_ed25519_public},
    {"ed25519_private", true, jotkit_key_from_ed25519_private},
};

bool reply_key(reply *r, bool set_too) {
    json key = json_member(r->request, "key");
    json jwk = json_member(key, "jwk"), jwks = json_member(key, "jwks");
    jotkit_text options = OBJECT(r, key, "alg", "kid", "allow_short", "passphrase"), given;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        json value = json_member(key, forms[i].name);
        if (json_type(value) != 's') continue;
        if (!forms[i].hex) given = reply_text(r, value);
        if (forms[i].hex && !reply_hex(r, value, &given)) return false;
        return reply_done(r, forms[i].import(given, options, &r->key));
    }
    if (json_type(jwk) == 'o') return reply_done(r, jotkit_key_from_jwk(JSON(jwk), options, &r->key));
    if (json_type(jwks) == 'o' && set_too) return reply_done(r, jotkit_keyset_from_jwks(JSON(jwks), options, &r->keyset));
    return reply_ill_formed(r);
}

void op_key_info(reply *r) {
    jotkit_string *info = NULL;
    if (reply_key(r, false)) reply_whole(r, jotkit_key_info(r->key, &info), &info);
}

void op_key_export(reply *r) {
    jotkit_text format = reply_string(r, "format");
    char public_half = json_type(json_member(r->request, "public"));
    bool as_jwk = strcmp(format.data, "jwk") == 0;
    if ((!as_jwk && strcmp(format.data, "pem") != 0) || (public_half != 't' && public_half != 'f')) {
        reply_ill_formed(r);
        return;
    }
    if (!reply_key(r, false)) return;
    if (public_half == 't') {
        OWNED(key) whole = r->key;
        r->key = NULL;
        if (!reply_done(r, jotkit_key_public(whole, &r->key))) return;
    }
    jotkit_string *text = NULL;
    if (!as_jwk) {
        reply_only_string(r, "pem", jotkit_key_to_pem(r->key, &text), &text);
        return;
    }
    if (!reply_done(r, jotkit_key_to_jwk(r->key, &text))) return;
    reply_begin(r);
    reply_add_json(r, "jwk", text);
    reply_end(r);
}

void op_keyset_info(reply *r) {
    OWNED(string) info = NULL;
    if (!reply_key(r, true)) return;
    if (r->keyset == NULL) {
        reply_ill_formed(r);
        return;
    }
    if (!reply_done(r, jotkit_keyset_info(r->keyset, &info))) return;
    json whole = json_parse(jotkit_string_text(info).data, jotkit_string_text(info).len);
    reply_begin(r);
    ROWS(r, "keys", json_member(whole, "keys"), "kid", "alg", "thumbprint");
    ROWS(r, "skipped", json_member(whole, "skipped"), "index", "code");
    reply_end(r);
}
