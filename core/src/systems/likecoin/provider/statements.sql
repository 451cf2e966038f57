/* schema */ CREATE TABLE IF NOT EXISTS jotkit_schema (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL);
/* schema */ INSERT INTO jotkit_schema (id, version) VALUES (1, 1) ON CONFLICT (id) DO NOTHING;
/* schema */ CREATE TABLE IF NOT EXISTS jotkit_clients (
    client_id TEXT NOT NULL PRIMARY KEY,
    record TEXT NOT NULL);
/* schema */ CREATE TABLE IF NOT EXISTS jotkit_grants (
    client_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    consent TEXT NOT NULL,
    since BIGINT NOT NULL,
    used BIGINT,
    ended BIGINT,
    codes BIGINT NOT NULL,
    redeemed BIGINT NOT NULL,
    tag TEXT NOT NULL,
    scope TEXT,
    family TEXT,
    live TEXT,
    previous TEXT,
    salt TEXT,
    rotated BIGINT,
    PRIMARY KEY (client_id, user_id));
/* schema */ CREATE UNIQUE INDEX IF NOT EXISTS jotkit_grants_family ON jotkit_grants (family);
/* schema */ CREATE INDEX IF NOT EXISTS jotkit_grants_user ON jotkit_grants (user_id);
/* schema */ CREATE INDEX IF NOT EXISTS jotkit_grants_ended ON jotkit_grants (ended)
    WHERE ended IS NOT NULL;
/* schema */ CREATE TABLE IF NOT EXISTS jotkit_codes (
    code TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    redirect_uri TEXT NOT NULL,
    scope TEXT NOT NULL,
    challenge TEXT,
    expires BIGINT NOT NULL);
/* schema */ CREATE INDEX IF NOT EXISTS jotkit_codes_expires ON jotkit_codes (expires);

/* version */ SELECT version FROM jotkit_schema WHERE id = 1;

/* client */ SELECT record FROM jotkit_clients WHERE client_id = $1;

/* client_put */ INSERT INTO jotkit_clients (client_id, record) VALUES ($1, $2)
    ON CONFLICT (client_id) DO UPDATE SET record = excluded.record
        WHERE jotkit_clients.record = $3
    RETURNING client_id;

/* clients */ SELECT client_id, record FROM jotkit_clients ORDER BY client_id;

/* grant */ SELECT consent, tag FROM jotkit_grants WHERE client_id = $1 AND user_id = $2;

/* consent */ INSERT INTO jotkit_grants (client_id, user_id, consent, since, codes, redeemed, tag)
    VALUES ($1, $2, $3, $4, 1, 0, $5)
    ON CONFLICT (client_id, user_id) DO UPDATE SET
        codes = jotkit_grants.codes + 1,
        ended = NULL,
        since = CASE WHEN jotkit_grants.consent = '' THEN excluded.since
            ELSE jotkit_grants.since END,
        consent = CASE WHEN jotkit_grants.consent = '' THEN excluded.consent
            ELSE jotkit_grants.consent || ' ' || excluded.consent END
    RETURNING codes;

/* remembered */ UPDATE jotkit_grants SET codes = codes + 1
    WHERE client_id = $1 AND user_id = $2 AND consent = $3
    RETURNING codes;

/* code_add */ INSERT INTO jotkit_codes
    (code, client_id, user_id, number, redirect_uri, scope, challenge, expires)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (code) DO NOTHING;

/* code */ SELECT c.client_id, c.user_id, c.number, c.redirect_uri, c.scope, c.challenge, c.expires,
        g.redeemed, g.consent
    FROM jotkit_codes c
    JOIN jotkit_grants g ON g.client_id = c.client_id AND g.user_id = c.user_id
    WHERE c.code = $1;

/* redeem */ UPDATE jotkit_grants SET
        redeemed = $1, scope = $2, family = $3, live = $4, previous = NULL, salt = NULL,
        rotated = $5, used = $5
    WHERE client_id = $6 AND user_id = $7 AND consent <> ''
        AND (redeemed < $1 OR (redeemed = $1 AND live = $4))
    RETURNING tag;

/* family */ SELECT client_id, user_id, scope, tag, live, previous
    FROM jotkit_grants WHERE family = $1;

/* refresh */ UPDATE jotkit_grants SET
        live = CASE WHEN live = $1 OR rotated <= $2 THEN $3 ELSE live END,
        salt = CASE WHEN live = $1 OR rotated <= $2 THEN $4 ELSE salt END,
        rotated = CASE WHEN live = $1 OR rotated <= $2 THEN $5 ELSE rotated END,
        previous = $1, used = $5
    WHERE family = $6 AND client_id = $7 AND (live = $1 OR previous = $1)
    RETURNING user_id, scope, tag, live, salt;

/* end */ UPDATE jotkit_grants SET
        tag = $1, scope = NULL, family = NULL, live = NULL, previous = NULL, salt = NULL
    WHERE client_id = $2 AND user_id = $3 AND (family = $4 OR tag = $4)
    RETURNING user_id;

/* withdraw */ UPDATE jotkit_grants SET
        tag = $1, ended = $2, consent = '', codes = codes + 1, redeemed = codes + 1,
        scope = NULL, family = NULL, live = NULL, previous = NULL, salt = NULL
    WHERE client_id = $3 AND user_id = $4 AND consent <> ''
    RETURNING user_id;

/* apps */ SELECT g.client_id, g.consent, g.since, g.used, c.record
    FROM jotkit_grants g
    JOIN jotkit_clients c ON c.client_id = g.client_id
    WHERE g.user_id = $1 AND g.consent <> ''
    ORDER BY g.client_id;

/* sweep_codes */ DELETE FROM jotkit_codes
    WHERE code IN (SELECT code FROM jotkit_codes WHERE expires < $1 LIMIT 500);

/* sweep_grants */ DELETE FROM jotkit_grants WHERE ended < $1;
