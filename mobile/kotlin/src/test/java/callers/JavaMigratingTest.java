package callers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import examples.Migrating;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;

/** The snippet of docs/migrating.md. */
class JavaMigratingTest {
    @Test
    void signsAndVerifies() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        String claims = Migrating.moved(generator.generateKeyPair());
        assertTrue(claims.startsWith("{\"sub\":\"u1\",\"iss\":\"https://id.example\""), claims);
    }
}
