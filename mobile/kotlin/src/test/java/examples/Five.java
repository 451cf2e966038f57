// The first five minutes, in Java.

package examples;

// snippet: five import
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import jotkit.JotkitException;
import jotkit.Key;
import jotkit.Policy;
import jotkit.Signer;
import jotkit.SignerOptions;
import jotkit.Verifier;
// snippet end

// snippet: five
public class Five {
    public static void main(String[] arguments) {
        Key key = Key.hs256("a secret of at least 32 bytes, kept safe");

        SignerOptions options = new SignerOptions()
                .issuer("https://id.example").audience("api").lifetime(Duration.ofHours(1));
        String token = new Signer(key, options).sign(Map.of("sub", "u1", "jti", UUID.randomUUID()));

        Policy policy = new Policy().issuer("https://id.example").audience("api");
        try {
            String claims = new Verifier(key, policy).verify(token).getPayload(); // JSON, for a parser of yours
            System.out.println(claims);
        } catch (JotkitException refused) {
            System.out.println(refused.getCode() + ": " + refused.getMessage());
        }
    }
}
// snippet end
