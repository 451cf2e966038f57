package callers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jotkit.Algorithm;
import jotkit.Code;
import jotkit.Finding;
import jotkit.Jotkit;
import jotkit.JotkitException;
import jotkit.Jws;
import jotkit.Key;
import jotkit.KeyOptions;
import jotkit.KeySet;
import jotkit.Policy;
import jotkit.Signer;
import jotkit.SignerOptions;
import jotkit.Unverified;
import jotkit.Verified;
import jotkit.Verifier;
import org.junit.jupiter.api.Test;

/** Signing and verifying, as Java programs do it. */
class JavaTokensTest {
    private final Key key = Key.hs256("a secret of at least 32 bytes, kept safe");

    @Test
    void timesAreDurations() {
        Policy policy = new Policy().leeway(Duration.ofMinutes(1)).maxAge(Duration.ofHours(1));
        assertEquals(new Policy().leeway(60).maxAge(3600), policy);
        Signer signer = new Signer(key, new SignerOptions().lifetime(Duration.ofHours(1)));
        String token = signer.sign(Map.of("sub", "u1"), Duration.ofMinutes(1));
        Verifier verifier = new Verifier(key, policy);
        verifier.verify(token);
        JotkitException.Refused late = assertThrows(
                JotkitException.Refused.class, () -> verifier.verify(token, Instant.now().plusSeconds(3000)));
        assertEquals(Code.TOKEN_EXPIRED, late.getReason());
        assertThrows(JotkitException.Usage.class, () -> new Verifier(key, new Policy().leeway(Duration.ofMillis(1))));
    }

    @Test
    void aSwitchTakesTheCode() {
        JotkitException failure = assertThrows(JotkitException.class, () -> new Verifier(key).verify("a.b.c.d.e"));
        switch (failure.getReason()) {
            case TOKEN_MALFORMED:
                assertEquals("token_malformed", failure.getCode());
                assertEquals("token_malformed", Code.TOKEN_MALFORMED.getText());
                break;
            default:
                throw new AssertionError(failure);
        }
        assertTrue(RuntimeException.class.isAssignableFrom(JotkitException.class), "it is unchecked");
    }

    @Test
    void claimsTakeDatesAndIds() {
        UUID id = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        Instant end = Instant.parse("2100-01-01T00:00:00Z");
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", id);
        claims.put("exp", Date.from(end));
        claims.put("at", end.atOffset(ZoneOffset.ofHours(1)));
        claims.put("list", new Object[] {1, null, true, List.of(end)});
        String payload = new Verifier(key).verify(new Signer(key).sign(claims)).getPayload();
        assertEquals(
                "{\"jti\":\"" + id + "\",\"exp\":4102444800,\"at\":4102444800,\"list\":[1,null,true,[4102444800]]}",
                payload);
        claims.put("odd", new Object());
        assertThrows(IllegalArgumentException.class, () -> new Signer(key).sign(claims));
    }

    @Test
    void peekReturnsAnotherType() {
        String token = new Signer(key).sign("{\"sub\":\"u1\"}");
        Unverified unverified = Jotkit.peek(token);
        assertEquals("{\"sub\":\"u1\"}", unverified.getPayload());
        assertFalse(Verified.class.isInstance(unverified));
        JotkitException large = assertThrows(
                JotkitException.class, () -> Jotkit.peek(token, new Policy().maxTokenBytes(10)));
        assertEquals(Code.TOKEN_TOO_LARGE, large.getReason());
    }

    @Test
    void aSetAndAResolverChooseTheKey() {
        Key one = Key.fromJwk(Key.generate(Algorithm.ES256).toJwk(), new KeyOptions().kid("one"));
        Key two = Key.fromJwk(Key.generate(Algorithm.ES256).toJwk(), new KeyOptions().kid("two"));
        Verifier set = new Verifier(KeySet.fromJwks(new KeySet(List.of(one)).toPublicJwks()));
        Verifier resolver = new Verifier(new Policy(), hint -> "one".equals(hint.getKid()) ? one.publicKey() : null);
        for (Verifier verifier : List.of(set, resolver)) {
            verifier.verify(new Signer(one).sign("{\"exp\":4102444800}"));
            JotkitException.Key unknown = assertThrows(
                    JotkitException.Key.class, () -> verifier.verify(new Signer(two).sign("{\"exp\":4102444800}")));
            assertEquals(Code.KEY_UNKNOWN, unknown.getReason());
        }
    }

    @Test
    void everyFailedCheckIsExplained() {
        String token = new Signer(key).sign("{\"exp\":1,\"aud\":\"other\"}");
        List<Finding> findings = new Verifier(key, new Policy().audience("api")).explain(token);
        assertEquals("exp", findings.get(0).getCheck());
        assertEquals("audience_refused", findings.get(1).getCode());
    }

    @Test
    void anyBytesAreSigned() {
        byte[] webhook = "{}".getBytes(StandardCharsets.UTF_8);
        String detached = Jws.sign(key, webhook, null, true);
        Jws.verify(key, detached, webhook);
        assertArrayEquals(webhook, Jws.verify(key, Jws.sign(key, webhook)).getPayload());
    }

    @Test
    void objectsAreClosedByTryWithResources() {
        Key closed;
        try (Key secret = Key.hs256("a secret of at least 32 bytes, kept safe"); Signer signer = new Signer(secret)) {
            signer.sign("{}");
            closed = secret;
        }
        assertThrows(IllegalStateException.class, closed::toJwk);
    }
}
