// What a program writes that had java-jwt, nimbus-jose-jwt or jjwt before.

package examples;

// snippet: own import
import java.time.Duration;
import java.util.Map;
import jotkit.Algorithm;
import jotkit.JotkitException;
import jotkit.Key;
import jotkit.Policy;
import jotkit.Signer;
import jotkit.SignerOptions;
import jotkit.Verifier;
// snippet end

public final class Migrating {
    private Migrating() {}

    /** The claims, or the code of the refusal. */
    public static String moved(java.security.KeyPair pair) {
        // snippet: own
        // Once, where the program starts: the keys are parsed and the policy is checked here.
        Signer signer = Signer.of(
                pair.getPrivate(), Algorithm.ES256,
                new SignerOptions().issuer("https://id.example").audience("api").lifetime(Duration.ofHours(1)));
        Verifier verifier = new Verifier(
                Key.of(pair.getPublic()), new Policy().issuer("https://id.example").audience("api"));

        String token = signer.sign(Map.of("sub", "u1"));
        try {
            return verifier.verify(token).getPayload(); // JSON
        } catch (JotkitException.Refused refused) {
            return refused.getCode();
        }
        // snippet end
    }
}
