package callers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jotkit.Algorithm;
import jotkit.Bearer;
import jotkit.Jws;
import jotkit.JotkitException;
import jotkit.Key;
import jotkit.KeyOptions;
import jotkit.KeySet;
import jotkit.Policy;
import jotkit.RemoteKeys;
import jotkit.RemoteKeysOptions;
import jotkit.RemoteStatus;
import jotkit.Signer;
import jotkit.SignerOptions;
import jotkit.Verifier;
import jotkit.VerifierKt;
import jotkit.http.HttpResponse;
import jotkit.http.Transport;
import org.junit.jupiter.api.Test;

/** What Java programs write: that it compiles is half of the test. */
class JavaCallerTest {
    private static final String SECRET = "a secret of at least 32 bytes, kept safe";

    private final Key key = Key.hs256(SECRET);

    @Test
    void failuresCanBeCaughtByKind() {
        try {
            new Verifier(key).verify(new Signer(key).sign("{\"exp\":1}"));
        } catch (JotkitException.Refused refused) {
            assertEquals("token_expired", refused.getCode());
            assertEquals(401, refused.challenge().getStatus());
            return;
        }
        throw new AssertionError("an expired token was taken");
    }

    @Test
    void optionsHaveConstructorsAndChains() {
        Policy policy = new Policy().issuer("https://id.example").audience("api").leeway(60);
        assertEquals(policy, new Policy("{\"issuer\":\"https://id.example\",\"audience\":\"api\",\"leeway\":60}"));
        SignerOptions options = new SignerOptions().issuer("https://id.example").audience("api").lifetime(3600);
        String token = new Signer(key, options).sign(Collections.singletonMap("sub", "u1"));
        assertEquals(VerifierKt.peek(token).getPayload(), new Verifier(key, policy).verify(token).getPayload());
        JotkitException.Usage misuse = assertThrows(
                JotkitException.Usage.class, () -> new Signer(key, new SignerOptions("iss")));
        assertEquals("policy_invalid", misuse.getCode());
    }

    @Test
    void keysOfThePlatformAreImported() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        KeyOptions options = new KeyOptions().alg(Algorithm.RS256);
        Key imported = Key.of(pair.getPrivate(), options);
        String token = new Signer(imported).sign("{\"exp\":4102444800}");
        new Verifier(Key.of(pair.getPublic(), options)).verify(token);
        new Verifier(Key.fromPem(imported.publicKey().toPem(), options)).verify(token);
    }

    @Test
    void claimsTakeInstantsAndALifetime() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("exp", Instant.parse("2100-01-01T00:00:00.999Z"));
        claims.put("roles", Arrays.asList("a", "b"));
        String payload = new Verifier(key).verify(new Signer(key).sign(claims)).getPayload();
        assertEquals("{\"exp\":4102444800,\"roles\":[\"a\",\"b\"]}", payload);
        String token = new Signer(key).signWith("{}", null, 1000.0, 60L);
        assertEquals("{\"iat\":1000,\"exp\":1060}", VerifierKt.peek(token).getPayload());
    }

    @Test
    void aFunctionSignsAndMayThrowCheckedExceptions() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signer signer = Signer.external(Algorithm.EDDSA, new SignerOptions().kid("k1"), input -> {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(input);
            return signature.sign();
        });
        new Verifier(Key.of(pair.getPublic())).verify(signer.sign("{\"exp\":4102444800}"));
        Signer broken = Signer.external(Algorithm.EDDSA, new SignerOptions(), input -> {
            throw new SignatureException("out of order");
        });
        assertThrows(SignatureException.class, () -> broken.sign("{}"));
        Signer empty = Signer.external(Algorithm.EDDSA, new SignerOptions(), input -> null);
        assertThrows(NullPointerException.class, () -> empty.sign("{}"));
    }

    @Test
    void everythingElseIsWithinReach() {
        JotkitException missing = assertThrows(JotkitException.Malformed.class, () -> Bearer.token(null));
        assertEquals("authorization_missing", missing.getCode());
        KeySet keys = KeySet.fromPems(Map.of("k1", Key.generate(Algorithm.ES256).publicKey().toPem()));
        for (Key one : keys) assertEquals("k1", one.getKid());
        assertNull(keys.get("k2"));
        byte[] payload = "any bytes".getBytes(StandardCharsets.UTF_8);
        assertEquals("any bytes", new String(Jws.verify(key, Jws.sign(key, payload)).getPayload(), StandardCharsets.UTF_8));
        assertEquals("structure", new Verifier(key).explain("a.b").get(0).getCheck());
        String nonce = new Signer(key).sign("{\"nonce\":\"n1\",\"exp\":4102444800}");
        new Verifier(key).verify(nonce, Map.of("nonce", "n1"));
    }

    @Test
    void clocksAreThoseOfJavaTime() {
        Clock past = Clock.fixed(Instant.ofEpochSecond(1_000_000_000), ZoneOffset.UTC);
        String token = new Signer(key, new SignerOptions().lifetime(60), past).sign("{}");
        new Verifier(key, new Policy(), past).verify(token);
        new Verifier(new Policy(), past, hint -> key).verify(token);
        Clock later = Clock.offset(past, Duration.ofSeconds(60));
        Verifier late = new Verifier(key, new Policy(), later);
        assertEquals("token_expired", assertThrows(JotkitException.class, () -> late.verify(token)).getCode());
    }

    @Test
    void keysBehindAUrl() {
        Key signing = Key.fromJwk(Key.generate(Algorithm.ES256).toJwk(), new KeyOptions().kid("k1"));
        String published = new KeySet(List.of(signing)).toPublicJwks();
        Transport transport = (request, timeout) ->
            new HttpResponse(200, Map.of("cache-control", "max-age=60"), published.getBytes(StandardCharsets.UTF_8));
        RemoteKeysOptions options = new RemoteKeysOptions().jwksUrl("https://id.example/keys");
        RemoteKeys keys = new RemoteKeys(options, transport);
        String token = new Signer(signing).sign("{\"exp\":4102444800}");
        new Verifier(keys, new Policy()).verify(token);
        assertEquals(RemoteStatus.State.FRESH, keys.status().getState());
        RemoteKeys later = new RemoteKeys(options);
        later.seed(keys.export());
        new Verifier(later).verify(token);
    }
}
