package callers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.*;
import jotkit.*;
import jotkit.Key;
import jotkit.Policy;
import jotkit.Signer;
import org.junit.jupiter.api.Test;

/** A file that imports all of both packages, and by name those names that both have. */
class JavaNamesTest {
    @Test
    void namesThatBothPackagesHaveAreImportedByName() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String token = new Signer(Key.of(pair.getPrivate())).sign("{\"exp\":4102444800}");
        Verified verified = new Verifier(Key.of(pair.getPublic()), new Policy().required("exp")).verify(token);
        assertEquals(verified.getPayload(), Jotkit.peek(token).getPayload());
    }
}
