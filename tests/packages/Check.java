import java.util.Map;
import jotkit.Algorithm;
import jotkit.JotkitException;
import jotkit.Key;
import jotkit.Policy;
import jotkit.Signer;
import jotkit.SignerOptions;
import jotkit.Verifier;

/** What an installed package must do: sign, verify and refuse, in every algorithm. */
public class Check {
    static String codeOf(Verifier verifier, String token) {
        try {
            verifier.verify(token);
            return "accepted";
        } catch (JotkitException error) {
            return error.getCode().toString();
        }
    }

    static void same(String actual, String expected, Algorithm algorithm) {
        if (!actual.equals(expected)) throw new AssertionError(algorithm + ": " + actual + " is not " + expected);
    }

    public static void main(String[] arguments) {
        SignerOptions options = new SignerOptions().issuer("https://id.example").audience("api").lifetime(60);
        Policy policy = new Policy().issuer("https://id.example").audience("api");
        for (Algorithm algorithm : Algorithm.values()) {
            Key key = Key.generate(algorithm);
            Key half = algorithm.getJwaName().startsWith("HS") ? key : key.publicKey();
            Signer signer = new Signer(key, options);
            Verifier verifier = new Verifier(half, policy);
            String token = signer.sign(Map.of("sub", "ü"));
            if (!verifier.verify(token).getPayload().contains("\"sub\":\"ü\"")) throw new AssertionError(algorithm);

            int at = token.lastIndexOf('.') + 1;
            String changed = token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
            same(codeOf(verifier, changed), "signature_invalid", algorithm);
            String late = signer.signWith("{\"sub\":\"u1\"}", null, 1e9);
            same(codeOf(verifier, late), "token_expired", algorithm);
            Verifier other = new Verifier(half, new Policy().issuer("https://id.example").audience("other"));
            same(codeOf(other, token), "audience_refused", algorithm);
        }
        System.out.println(Algorithm.values().length + " algorithms: signed, verified, refused");
    }
}
